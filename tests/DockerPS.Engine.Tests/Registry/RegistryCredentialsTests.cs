using System.Text;
using System.Text.Json;

namespace DockerPS.Engine.Tests;

/// <summary>The registry login in the docker command's configuration.</summary>
public sealed class RegistryCredentialsTests : IDisposable
{
    const string Secret = "s3cr3t/+?>~";

    readonly Surroundings surroundings = new();
    readonly TemporaryFolder programs = new();
    readonly string? path = Environment.GetEnvironmentVariable("PATH");

    RegistryCredentials Credentials => new(surroundings.Environment);

    [Fact]
    public async Task Of_a_doubled_key_the_last_one_counts_as_it_does_for_docker()
    {
        surroundings.WriteConfig($$"""
            { "auths": { "r.example.com": { "auth": "{{Base64("old:" + Secret)}}" } },
              "auths": { "r.example.com": { "auth": "{{Base64("older:" + Secret)}}", "auth": "{{Base64("bob:" + Secret)}}" } } }
            """);

        AssertHeader(await FindAsync("r.example.com"), "username=bob", "password=" + Secret);
    }

    [Fact]
    public async Task A_byte_that_is_no_text_spoils_nothing_else()
    {
        string file = surroundings.WriteConfig($$"""{ "aliases": { "~": "x" }, "auths": { "~.example.com": {}, "r.example.com": { "auth": "{{Base64("bob:" + Secret)}}" } } }""");
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Select(static b => b == (byte)'~' ? (byte)0xff : b)]);

        AssertHeader(await FindAsync("r.example.com"), "username=bob", "password=" + Secret);
    }

    [Fact]
    public async Task Without_a_configuration_it_is_nobody()
    {
        Assert.Null(await FindAsync("registry.example.com"));
        Assert.Empty(await Credentials.GetAllAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("registry.example.com:5000", "registry.example.com:5000")]
    [InlineData("https://registry.example.com:5000", "registry.example.com:5000")]
    [InlineData("https://registry.example.com:5000/v2/", "registry.example.com:5000")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    public async Task A_login_is_found_under_every_form_of_its_address(string key, string registry)
    {
        surroundings.WriteConfig($$"""{ "auths": { "other.example.com": {}, "{{key}}": { "auth": "{{Base64("bob:" + Secret)}}" } } }""");

        AssertHeader(await FindAsync(registry), "username=bob", "password=" + Secret);
        Assert.Null(await FindAsync("nobody.example.com"));
    }

    [Fact]
    public async Task An_identity_token_goes_before_the_password()
    {
        surroundings.WriteConfig($$"""{ "auths": { "r.example.com": { "auth": "{{Base64("00000000-0000-0000-0000-000000000000:x")}}", "identitytoken": "{{Secret}}" } } }""");

        AssertHeader(await FindAsync("r.example.com"), "username=00000000-0000-0000-0000-000000000000", "identitytoken=" + Secret);
    }

    [Fact]
    public async Task A_helper_is_asked_over_its_standard_input()
    {
        WriteHelper("store", $$"""
            [ "$*" = get ] || exit 9
            read -r registry || true
            echo "{\"ServerURL\":\"$registry\",\"Username\":\"bob of $registry\",\"Secret\":\"{{Secret}}\"}"
            """);
        WriteHelper("special", $$"""echo '{"Username":"<token>","Secret":"{{Secret}}"}'""");
        surroundings.WriteConfig("""{ "credsStore": "store", "credHelpers": { "special.example.com": "special" }, "auths": { "r.example.com": {} } }""");

        AssertHeader(await FindAsync("r.example.com"), "username=bob of r.example.com", "password=" + Secret);
        AssertHeader(await FindAsync("docker.io"), "username=bob of https://index.docker.io/v1/", "password=" + Secret);
        AssertHeader(await FindAsync("special.example.com"), "identitytoken=" + Secret);
        Assert.Equal(["r.example.com", "special.example.com"], (await Credentials.GetAllAsync(CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task A_helper_that_knows_nothing_is_nobody()
    {
        WriteHelper("store", "echo 'credentials not found in native keychain'; exit 1");
        surroundings.WriteConfig("""{ "credsStore": "store" }""");

        Assert.Null(await FindAsync("r.example.com"));
    }

    [Theory]
    [InlineData("echo 'the keychain is locked'; exit 1", "the keychain is locked")]
    [InlineData("echo 'cannot open display' >&2; exit 3", "code 3: cannot open display")]
    [InlineData("yes", "its response is too long")]
    [InlineData("yes >&2", "its response is too long")]
    [InlineData("echo '{ \"Secret\": \"s3cr3t/+?>~\"'", "its answer is not JSON")]
    [InlineData("echo '{ \"Username\": \"u\", \"Secret\": \"s3cr3t/+?>~\" }'; exit 1", "it exited with code 1")]
    public async Task A_helper_that_fails_is_named(string script, string says)
    {
        WriteHelper("store", script);
        surroundings.WriteConfig("""{ "credsStore": "store", "auths": { "r.example.com": {} } }""");

        var error = await Assert.ThrowsAsync<EngineException>(() => FindAsync("r.example.com"));

        Assert.Equal("CredentialHelper", error.Subject.Kind);
        Assert.Contains("docker-credential-store", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(await Credentials.GetAllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_helper_that_is_not_installed_is_named()
    {
        surroundings.WriteConfig("""{ "credsStore": "nowhere" }""");

        var error = await Assert.ThrowsAsync<EngineException>(() => FindAsync("r.example.com"));

        Assert.Contains("docker-credential-nowhere", error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be started", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("bin")]
    [InlineData("./bin")]
    public async Task A_helper_is_never_taken_from_the_current_folder(string entry)
    {
        using var hostile = new TemporaryFolder();
        WriteHelper("store", "echo ran > \"$0.ran\"", hostile, "bin/");
        WriteHelper("store", "echo ran > \"$0.ran\"", hostile);
        surroundings.WriteConfig("""{ "credsStore": "store" }""");
        string current = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(hostile.Path);
            Environment.SetEnvironmentVariable("PATH", $"{entry}:{path}");

            var error = await Assert.ThrowsAsync<EngineException>(() => FindAsync("r.example.com"));

            Assert.Contains("it is not in any folder of PATH", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.SetCurrentDirectory(current);
        }
        Assert.Empty(Directory.GetFiles(hostile.Path, "*.ran", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("/../docker-credential-store")]
    [InlineData("store/../docker-credential-store")]
    [InlineData("..\\\\store")]
    [InlineData("c:store")]
    public async Task A_helper_whose_name_is_a_path_is_refused(string name)
    {
        WriteHelper("store", "echo ran > \"$0.ran\"");
        Directory.CreateDirectory(programs.File("docker-credential-"));
        surroundings.WriteConfig($$"""{ "credsStore": "{{name}}" }""");

        var error = await Assert.ThrowsAsync<EngineException>(() => FindAsync("r.example.com"));

        Assert.Contains("its name is a path", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(programs.Path, "*.ran"));
    }

    [Fact]
    public async Task A_file_that_is_no_program_hides_none()
    {
        using var first = new TemporaryFolder();
        first.Write("docker-credential-store", "notes");
        WriteHelper("store", $$"""echo '{"Username":"bob","Secret":"{{Secret}}"}'""");
        Environment.SetEnvironmentVariable("PATH", $"{first.Path}:{programs.Path}:{path}");
        surroundings.WriteConfig("""{ "credsStore": "store" }""");

        AssertHeader(await FindAsync("r.example.com"), "username=bob", "password=" + Secret);
    }

    [Fact]
    public async Task A_helper_that_hangs_ends_with_the_command()
    {
        WriteHelper("store", "echo $$ > \"$0.pid\"; exec sleep 60");
        surroundings.WriteConfig("""{ "credsStore": "store" }""");
        using var stopping = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Credentials.FindAsync("r.example.com", stopping.Token));

        string id = File.ReadAllText(programs.File("docker-credential-store.pid")).Trim();
        await Task.Delay(200);
        // killed; at most nobody has waited for it yet
        Assert.True(!Directory.Exists($"/proc/{id}") || File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not base64: s3cr3t/+?>~")]
    [InlineData("czNjcjN0")]
    public async Task A_broken_login_is_an_error_that_does_not_show_it(string encoded)
    {
        surroundings.WriteConfig($$"""{ "auths": { "r.example.com": { "auth": "{{encoded}}" } } }""");

        var error = await Assert.ThrowsAsync<EngineException>(() => FindAsync("r.example.com"));

        Assert.Equal(EngineError.Parse, error.Error);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(encoded, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"auths\": {}, \"auths\": {} }")]
    [InlineData("{ \"auths\": { \"\\ud800\": {} } }")]
    [InlineData("{ \"auths\": [] }")]
    [InlineData("{ \"auths\": { \"r.example.com\": 1 }, \"credHelpers\": 1, \"credsStore\": 2 }")]
    public async Task Another_shape_of_file_is_no_crash(string content)
    {
        surroundings.WriteConfig(content);

        try
        {
            Assert.Null(await FindAsync("r.example.com"));
        }
        catch (EngineException e)
        {
            Assert.Equal(EngineError.Parse, e.Error);
        }
    }

    [Fact]
    public void A_credential_shows_its_user_alone()
    {
        var credential = new RegistryCredential("bob", Secret);

        Assert.Equal("bob", credential.ToString());
        Assert.Equal("", RegistryCredential.FromToken(null, Secret).ToString());
    }

    [Fact]
    public void A_header_is_base64_for_addresses()
    {
        string header = new RegistryCredential("bob", "ÿÿÿ>>>???").ToHeader();

        Assert.DoesNotContain('+', header);
        Assert.DoesNotContain('/', header);
        Assert.Equal(0, header.Length % 4);
    }

    [Fact]
    public void A_build_gets_all_of_them()
    {
        string header = RegistryCredential.ToHeader(new Dictionary<string, RegistryCredential> { ["r.example.com"] = new("bob", "x") });

        Assert.Equal("""{"r.example.com":{"username":"bob","password":"x","serveraddress":"r.example.com"}}""", Decode(header));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        programs.Dispose();
        surroundings.Dispose();
    }

    Task<RegistryCredential?> FindAsync(string registry) => Credentials.FindAsync(registry, CancellationToken.None);

    void WriteHelper(string name, string script, TemporaryFolder? folder = null, string below = "")
    {
        string program = (folder ?? programs).Write(below + "docker-credential-" + name, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Environment.SetEnvironmentVariable("PATH", $"{programs.Path}:{path}");
    }

    static void AssertHeader(RegistryCredential? credential, params string[] expected)
    {
        Assert.NotNull(credential);
        using var header = JsonDocument.Parse(Decode(credential.ToHeader()));
        Assert.Equal(expected, header.RootElement.EnumerateObject().Select(property => $"{property.Name}={property.Value.GetString()}"));
    }

    static string Decode(string header) => Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
