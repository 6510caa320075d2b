using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>The context store on its own: names, unknown keys, permissions, malicious archives.</summary>
public sealed class ContextStoreTests : IDisposable
{
    readonly Surroundings place = new();

    ContextStore Store => place.Contexts;

    [Fact]
    public void An_empty_store_has_the_default_context()
    {
        var context = Assert.Single(Store.List(Unexpected));

        Assert.Equal(("default", true, "unix:///var/run/docker.sock"), (context.Name, context.IsCurrent, context.Endpoint));
        Assert.False(Directory.Exists(place.ConfigFolder));
    }

    [Fact]
    public void What_was_made_is_found_again_and_goes_when_it_is_removed()
    {
        using var certificates = new TestCertificates();
        string folder = certificates.MakeClientFolder();
        var made = Store.Create(
            "prod",
            "The real one",
            new EngineEndpoint("tcp://prod:2376", "") { Tls = TlsSettings.FromFolder(folder, skipVerify: false) });

        Assert.Equal(("prod", "The real one", "tcp://prod:2376", false), (made.Name, made.Description, made.Endpoint, made.IsCurrent));
        Assert.Equal(["ca.pem", "cert.pem", "key.pem"], made.CertificateFiles);
        Assert.Equal(["default", "prod"], Store.List(Unexpected).Select(context => context.Name));
        Assert.Equivalent(made, Store.Get("prod"));

        Store.Remove("prod", force: false);

        Assert.Single(Store.List(Unexpected));
        Assert.False(Directory.Exists(made.CertificatePath));
        Assert.Equal(EngineError.NotFound, Assert.Throws<EngineException>(() => Store.Get("prod")).Error);
    }

    [Fact]
    public void Keys_are_for_their_owner_alone()
    {
        using var certificates = new TestCertificates();
        var made = Store.Create(
            "prod",
            null,
            new EngineEndpoint("tcp://prod:2376", "") { Tls = TlsSettings.FromFolder(certificates.MakeClientFolder(), skipVerify: false) });
        Store.Use("prod");

        Assert.Equal(AtomicFile.Private, File.GetUnixFileMode(made.CertificatePath + "/key.pem"));
        Assert.Equal(AtomicFile.Private | UnixFileMode.UserExecute, File.GetUnixFileMode(made.CertificatePath!));
        Assert.Equal(AtomicFile.Private, File.GetUnixFileMode(place.ConfigFolder + "/config.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-ab")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ab\n")]
    [InlineData("..")]
    [InlineData("default")]
    public void Bad_names_are_refused(string name)
    {
        var error = Assert.Throws<EngineException>(() => Store.Create(name, null, new EngineEndpoint("tcp://x:1", "")));

        Assert.Equal((EngineError.Invalid, "DockerContext"), (error.Error, error.Subject.Kind));
    }

    [Fact]
    public void A_name_can_be_taken_once()
    {
        place.WithContext("prod", "tcp://prod:1");

        Assert.Equal(EngineError.Conflict, Assert.Throws<EngineException>(() => place.WithContext("prod", "tcp://prod:1")).Error);
    }

    [Fact]
    public void The_default_context_can_not_be_touched()
    {
        Assert.Throws<EngineException>(() => Store.Remove("default", force: true));
        Assert.Throws<EngineException>(() => Store.Update("default", "x", null));
        Assert.Throws<EngineException>(() => Store.Export("default", place.Home + "/x", replace: false));
    }

    [Fact]
    public async Task Writers_of_one_name_only_find_it_missing_or_taken()
    {
        Action<int>[] writers =
        [
            _ => Store.Create("same", null, new EngineEndpoint("tcp://x:1", "")),
            i => Store.Update("same", $"number {i}", null),
            _ => Store.Remove("same", force: true),
        ];
        var errors = new System.Collections.Concurrent.ConcurrentQueue<EngineException>();

        await Task.WhenAll(writers.Select(write => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                try
                {
                    write(i);
                }
                catch (EngineException e)
                {
                    errors.Enqueue(e);
                }
            }
        })));

        Assert.All(errors, static error => Assert.True(error.Error is EngineError.NotFound or EngineError.Conflict, error.Message));
    }

    [Fact]
    public void What_others_wrote_into_the_files_stays()
    {
        string config = place.WriteConfig("{\n\t\"auths\": {\n\t\t\"a.example\": {\n\t\t\t\"auth\": \"YTpi+/==\"\n\t\t}\n\t},\n\t\"proxies\": { \"x\": [1.50, null, \"é<&>\"] }\n}");
        place.WithContext("prod", "tcp://prod:1");
        string meta = Store.Get("prod").MetadataPath!;
        File.WriteAllText(meta, "{\"Name\":\"prod\",\"Metadata\":{\"Description\":\"old\",\"otel\":{\"a\":1}},\"Endpoints\":{\"docker\":{\"Host\":\"tcp://prod:1\",\"Extra\":2},\"kubernetes\":{\"Host\":\"k\"}},\"More\":[]}");

        Store.Update("prod", "new", new EngineEndpoint("ssh://me@prod", ""));
        Store.Use("prod");

        Assert.Equal(
            "{\"Name\":\"prod\",\"Metadata\":{\"Description\":\"new\",\"otel\":{\"a\":1}},\"Endpoints\":{\"docker\":{\"Host\":\"ssh://me@prod\",\"Extra\":2,\"SkipTLSVerify\":false},\"kubernetes\":{\"Host\":\"k\"}},\"More\":[]}",
            File.ReadAllText(meta));
        Assert.Equal(
            "{\n\t\"auths\": {\n\t\t\"a.example\": {\n\t\t\t\"auth\": \"YTpi+/==\"\n\t\t}\n\t},\n\t\"proxies\": {\n\t\t\"x\": [\n\t\t\t1.50,\n\t\t\tnull,\n\t\t\t\"é<&>\"\n\t\t]\n\t},\n\t\"currentContext\": \"prod\"\n}",
            File.ReadAllText(config));

        Store.Use("default");

        Assert.DoesNotContain("currentContext", File.ReadAllText(config), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_a_link_stays_one_and_keeps_its_permissions()
    {
        using var elsewhere = new TemporaryFolder();
        string real = elsewhere.Write("real.json", "{}");
        File.SetUnixFileMode(real, AtomicFile.Public);
        Directory.CreateDirectory(place.ConfigFolder);
        File.CreateSymbolicLink(place.ConfigFolder + "/config.json", real);
        place.WithContext("prod", "tcp://prod:1");

        Store.Use("prod");

        Assert.Equal(real, new FileInfo(place.ConfigFolder + "/config.json").LinkTarget);
        Assert.Contains("prod", File.ReadAllText(real), StringComparison.Ordinal);
        Assert.Equal(AtomicFile.Public, File.GetUnixFileMode(real));
        Assert.Single(Directory.GetFiles(elsewhere.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_configuration_stays_with_whom_it_belongs_to(bool isLink)
    {
        using var elsewhere = new TemporaryFolder();
        string file = place.WriteConfig("{}");
        if (isLink)
        {
            File.Move(file, elsewhere.File("real.json"));
            File.CreateSymbolicLink(file, elsewhere.File("real.json"));
        }
        Command.Run("chown", new Dictionary<string, string>(), "1234:4321", file);
        place.WithContext("prod", "tcp://prod:1");

        Store.Use("prod");

        Assert.Equal("1234:4321", Command.Run("stat", new Dictionary<string, string>(), "-L", "-c", "%u:%g", file).Trim());
        Assert.Contains("prod", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Name\":\"x\",\"Name\":\"twice\",\"Endpoints\":{},\"Endpoints\":{\"docker\":{\"Host\":\"tcp://a:1\",\"Host\":\"tcp://twice:1\"}}}", "tcp://twice:1")]
    [InlineData("{\"Name\":\"twice\",\"\\ud800\":1}", null)]
    [InlineData("{\"Name\":\"../../twice\"}", null)]
    [InlineData("{\"Name\":\"twice\",", null)]
    public void One_odd_context_does_not_hide_the_others(string text, string? endpoint)
    {
        place.WithContext("good", "tcp://good:1").WithContext("twice", "tcp://twice:1");
        File.WriteAllText(Store.Get("twice").MetadataPath!, text);
        var problems = new List<EngineException>();

        var found = Store.List(problems.Add).ToDictionary(static context => context.Name);

        Assert.Equal("tcp://good:1", found["good"].Endpoint);
        Assert.Equal(endpoint, found.GetValueOrDefault("twice")?.Endpoint);
        Assert.Equal(endpoint is null ? 1 : 0, problems.Count);
        Assert.All(problems, static problem => Assert.Equal(EngineError.Parse, problem.Error));
        Assert.Equal("new", Store.Update("good", "new", null).Description);
    }

    [Fact]
    public void The_last_current_context_of_a_configuration_is_current()
    {
        place.WithContext("prod", "tcp://prod:1");
        string file = place.WriteConfig("{\"currentContext\":\"none\",\"~\":1,\"currentContext\":\"prod\"}");
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Select(static b => b == (byte)'~' ? (byte)0xff : b)]);

        Assert.Equal("prod", Store.CurrentName);
    }

    [Fact]
    public void A_configuration_without_end_is_an_error()
    {
        Directory.CreateDirectory(place.ConfigFolder);
        File.CreateSymbolicLink(place.ConfigFolder + "/config.json", "/dev/zero");

        var error = Assert.Throws<EngineException>(() => Store.CurrentName);

        Assert.Equal("DockerConfiguration", error.Subject.Kind);
        Assert.Contains("is not a file, but a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_writer_left_goes_with_the_next_write()
    {
        place.WithContext("prod", "tcp://prod:1");
        string file = place.WriteConfig("{}");
        string[] left = [file + ".0123abcd.tmp", file + ".4567cdef.tmp"];
        string[] others = [file + ".0123abcde.tmp", file + ".mine.tmp", place.ConfigFolder + "/other.json.0123abcd.tmp"];
        foreach (string path in (string[])[.. left, .. others])
        {
            File.WriteAllText(path, "secret");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        }
        // another process may be writing
        File.SetLastWriteTimeUtc(left[1], DateTime.UtcNow);

        Store.Use("prod");

        Assert.Equal(
            [.. others.Append(left[1]).Order(StringComparer.Ordinal)],
            Directory.GetFiles(place.ConfigFolder, "*.tmp").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Choosing_the_default_writes_nothing_where_nothing_was_chosen()
    {
        Store.Use("default");

        Assert.False(Directory.Exists(place.ConfigFolder));
    }

    [Fact]
    public void The_current_context_is_removed_only_by_force()
    {
        place.WithContext("prod", "tcp://prod:1");
        Store.Use("prod");

        Assert.Equal(EngineError.Conflict, Assert.Throws<EngineException>(() => Store.Remove("prod", force: false)).Error);
        Assert.True(Store.Get("prod").IsCurrent);

        Store.Remove("prod", force: true);

        Assert.Equal("default", Store.CurrentName);
    }

    [Fact]
    public void A_broken_context_does_not_hide_the_others()
    {
        place.WithContext("good", "tcp://good:1").WithContext("broken", "tcp://broken:1");
        File.WriteAllText(Store.Get("broken").MetadataPath!, "{ nonsense");
        var errors = new List<EngineException>();

        var contexts = Store.List(errors.Add);

        Assert.Equal(["default", "good"], contexts.Select(context => context.Name));
        Assert.Equal(EngineError.Parse, Assert.Single(errors).Error);
    }

    [Fact]
    public void New_certificates_take_the_place_of_old_ones()
    {
        using var certificates = new TestCertificates();
        string folder = certificates.MakeClientFolder();
        place.WithContext("prod", "tcp://prod:1", TlsSettings.FromFolder(folder, skipVerify: false));

        var onlyAuthority = Store.Update(
            "prod",
            null,
            new EngineEndpoint("tcp://prod:1", "") { Tls = new TlsSettings(folder + "/ca.pem", null, null, false) });
        Assert.Equal(["ca.pem"], onlyAuthority.CertificateFiles);

        var none = Store.Update("prod", null, new EngineEndpoint("tcp://prod:1", ""));
        Assert.Null(none.CertificatePath);
        Assert.Empty(none.CertificateFiles);
    }

    [Fact]
    public void Its_own_certificates_may_be_named_when_it_is_changed()
    {
        using var certificates = new TestCertificates();
        place.WithContext("prod", "tcp://prod:1", TlsSettings.FromFolder(certificates.MakeClientFolder(), skipVerify: false));

        var changed = Store.Update("prod", null, place.Resolver.Find("prod"));

        Assert.Equal(["ca.pem", "cert.pem", "key.pem"], changed.CertificateFiles);
    }

    [Fact]
    public void Certificates_that_are_none_are_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        string nonsense = folder.Write("ca.pem", "nonsense");

        var error = Assert.Throws<EngineException>(
            () => place.WithContext("prod", "tcp://prod:1", new TlsSettings(nonsense, null, null, false)));

        Assert.Equal(("Certificate", nonsense), (error.Subject.Kind, error.Subject.Name));
        Assert.Single(Store.List(Unexpected));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_of_either_form_is_imported(bool zip)
    {
        byte[] archive = zip
            ? Zip([("meta.json", Meta), ("tls/docker/ca.pem", "CA")])
            : Tar([("meta.json", Meta), ("tls/docker/ca.pem", "CA")]);

        var context = Store.Import(null, new MemoryStream(archive), "archive");

        Assert.Equal(("old", "d", "tcp://old:1"), (context.Name, context.Description, context.Endpoint));
        Assert.Equal("CA", File.ReadAllText(context.CertificatePath + "/ca.pem"));
        Assert.Equal("new", Store.Import("new", new MemoryStream(archive), "archive").Name);
        Assert.Equal(
            EngineError.Conflict,
            Assert.Throws<EngineException>(() => Store.Import("new", new MemoryStream(archive), "archive")).Error);
    }

    [Theory]
    [InlineData("../meta.json")]
    [InlineData("/etc/passwd")]
    [InlineData("tls/../../x")]
    [InlineData("tls/docker/../ca.pem")]
    [InlineData("tls/docker/..")]
    [InlineData("tls/./ca.pem")]
    [InlineData("tls/docker/a/b.pem")]
    [InlineData("tls/docker/C:evil")]
    [InlineData("tls/docker/..\\..\\evil")]
    [InlineData("tls/ca.pem")]
    [InlineData("other.json")]
    public void An_archive_with_a_hostile_name_is_refused(string name)
    {
        foreach (byte[] archive in (byte[][])[Tar([("meta.json", Meta), (name, "x")]), Zip([("meta.json", Meta), (name, "x")])])
        {
            var error = Assert.Throws<EngineException>(() => Store.Import("bad", new MemoryStream(archive), "archive"));

            Assert.Equal((EngineError.Invalid, "DockerContextArchive"), (error.Error, error.Subject.Kind));
        }
        Assert.False(Directory.Exists(place.ConfigFolder));
    }

    [Fact]
    public void Links_in_an_archive_are_refused()
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "meta.json") { LinkName = "/etc/passwd" });
        buffer.Position = 0;

        Assert.Throws<EngineException>(() => Store.Import("bad", buffer, "archive"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense that is no archive")]
    [InlineData("PK\u0003\u0004 nonsense")]
    public void What_is_no_archive_is_refused(string content) =>
        Assert.Equal(
            "DockerContextArchive",
            Assert.Throws<EngineException>(
                () => Store.Import("bad", new MemoryStream(Encoding.UTF8.GetBytes(content)), "archive")).Subject.Kind);

    [Theory]
    [InlineData("{ nonsense")]
    [InlineData("[]")]
    public void An_archive_whose_description_is_broken_is_refused(string meta) =>
        Assert.Equal(
            "DockerContextArchive",
            Assert.Throws<EngineException>(
                () => Store.Import("bad", new MemoryStream(Tar([("meta.json", meta)])), "archive")).Subject.Kind);

    [Fact]
    public void A_small_archive_that_unpacks_to_a_large_one_is_refused()
    {
        byte[] archive = Zip([("meta.json", Meta), ("tls/docker/ca.pem", new string('x', 11 << 20))]);

        Assert.True(archive.Length < 1 << 20);
        Assert.Throws<EngineException>(() => Store.Import("bad", new MemoryStream(archive), "archive"));
    }

    public void Dispose() => place.Dispose();

    const string Meta = "{\"Name\":\"old\",\"Metadata\":{\"Description\":\"d\"},\"Endpoints\":{\"docker\":{\"Host\":\"tcp://old:1\"}}}";

    static void Unexpected(EngineException error) => Assert.Fail(error.Message);

    static byte[] Tar((string Name, string Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                tar.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }
        return buffer.ToArray();
    }

    static byte[] Zip((string Name, string Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return buffer.ToArray();
    }
}
