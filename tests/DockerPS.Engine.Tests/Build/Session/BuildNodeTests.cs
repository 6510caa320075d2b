using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>The id by which builders recognize a user's folders.</summary>
public sealed class BuildNodeTests : IDisposable
{
    readonly Surroundings place = new();

    string IdFile => Path.Combine(place.ConfigFolder, ".buildNodeID");

    [Fact]
    public void Is_the_one_that_docker_made()
    {
        Directory.CreateDirectory(place.ConfigFolder);
        File.WriteAllText(IdFile, "4711");

        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("4711:/a/folder"))).ToLowerInvariant(),
            BuildNode.GetKey(place.Environment, "/a/folder"));
    }

    [Fact]
    public void Is_made_once_and_for_the_user_alone()
    {
        string id = BuildNode.GetId(place.Environment);

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal((id, id), (File.ReadAllText(IdFile), BuildNode.GetId(place.Environment)));
        Assert.Equal(AtomicFile.Private, File.GetUnixFileMode(IdFile));
        Assert.Equal(AtomicFile.Private | UnixFileMode.UserExecute, File.GetUnixFileMode(place.ConfigFolder));
        Assert.Equal([IdFile], Directory.GetFileSystemEntries(place.ConfigFolder));
    }

    [Fact]
    public async Task Is_the_same_for_all_who_make_it_at_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => BuildNode.GetId(place.Environment))));

        Assert.Single(ids.Append(File.ReadAllText(IdFile)).Distinct());
        Assert.Equal([IdFile], Directory.GetFileSystemEntries(place.ConfigFolder));
    }

    [Fact]
    public void Is_of_the_process_where_there_is_no_folder_for_it()
    {
        // no user can create a folder below a file
        string file = Path.Combine(place.Home, "file");
        File.WriteAllText(file, "");
        using var other = new Surroundings().With("DOCKER_CONFIG", Path.Combine(file, "config"));

        string id = BuildNode.GetId(other.Environment);

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal(id, BuildNode.GetId(other.Environment));
        Assert.NotEqual(id, BuildNode.GetId(place.Environment));
    }

    [Fact]
    public void Is_of_the_process_where_its_file_holds_nothing()
    {
        Directory.CreateDirectory(place.ConfigFolder);
        File.WriteAllText(IdFile, "");

        Assert.Matches("^[0-9a-f]{64}$", BuildNode.GetId(place.Environment));
    }

    public void Dispose() => place.Dispose();
}
