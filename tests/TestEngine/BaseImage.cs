using System.Formats.Tar;
using System.Text;

namespace DockerPS.TestEngine;

/// <summary>An image that does not need a registry: the machine's busybox with all its commands.</summary>
static class BaseImage
{
    /// <summary>Its name; it is also called <c>busybox</c>, for examples.</summary>
    public const string Name = "dockerps-test/busybox:latest";

    /// <summary>Creates the image, and loads it into an engine.</summary>
    public static async Task ImportAsync(HttpClient engine)
    {
        using var content = new StreamContent(await MakeRootFileSystemAsync());
        using var import = await engine.PostAsync("/images/create?fromSrc=-&repo=dockerps-test/busybox&tag=latest&changes=CMD%20[%22sh%22]", content);
        import.EnsureSuccessStatusCode();
        using var tag = await engine.PostAsync($"/images/{Name}/tag?repo=busybox&tag=latest", null);
        tag.EnsureSuccessStatusCode();
    }

    static async Task<Stream> MakeRootFileSystemAsync()
    {
        var stream = new MemoryStream();
        await using (var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
        {
            await tar.WriteEntryAsync(Child.Read("sh", "-c", "command -v busybox").Trim(), "bin/busybox");
            foreach (string path in Child.Read("busybox", "--list-full").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (path != "bin/busybox")
                    await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.SymbolicLink, path) { LinkName = "/bin/busybox" });
            }
            await tar.WriteEntryAsync(MakeFile("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n"));
            await tar.WriteEntryAsync(MakeFile("etc/group", "root:x:0:\nnogroup:x:65534:\n"));
            await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.Directory, "root/") { Mode = (UnixFileMode)0b111_000_000 });
            await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.Directory, "tmp/") { Mode = (UnixFileMode)0b001_111_111_111 });
        }
        stream.Position = 0;
        return stream;
    }

    static GnuTarEntry MakeFile(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) };
}
