using System.IO.Compression;
using System.Management.Automation;

namespace DockerPS.Tests;

/// <summary>The output of <c>build.ps1 Pack</c>, which <c>build.ps1 Test</c> runs before the tests.</summary>
public sealed class PackageTests(ModuleSession module) : IClassFixture<ModuleSession>
{
    static readonly string Artifacts = Repository.GetPath("artifacts");

    PSModuleInfo Manifest => module.Session.Run("Get-Module DockerPS").Check().As<PSModuleInfo>().Single();

    string Folder => Path.Combine(Artifacts, "DockerPS", Manifest.Version.ToString()) is var folder && Directory.Exists(folder)
        ? folder
        : throw new DirectoryNotFoundException("There is no package yet: run ./build.sh Pack first.");

    [Fact]
    public void Holds_what_a_user_needs_and_no_more()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file))
            .ToList();
        Assert.Subset(
            files.ToHashSet(),
            new HashSet<string>
            {
                "DockerPS.psd1",
                "LICENSE",
                "README.md",
                "CHANGELOG.md",
                "bin/DockerPS.dll",
                "bin/engine/DockerPS.Engine.dll",
            });
        Assert.All(files, file => Assert.Matches(@"^(DockerPS\.psd1|LICENSE|README\.md|CHANGELOG\.md|bin/(engine/)?[\w.]+\.(dll|ps1xml)|en-US/.+)$", file));
    }

    [Fact]
    public void Package_holds_the_same_as_the_folder()
    {
        using var package = ZipFile.OpenRead(Path.Combine(Artifacts, $"DockerPS.{Manifest.Version}.nupkg"));
        var inFolder = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file));
        string[] ofPackage = ["DockerPS.nuspec", "[Content_Types].xml", "_rels/.rels"];
        Assert.Equal(
            inFolder.Concat(ofPackage).Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Is_imported_from_the_folder()
    {
        // in a separate process: this one has loaded the module from the checkout
        var result = Programs.RunPowerShell($"Import-Module '{Path.Combine(Folder, "DockerPS.psd1")}'; Get-Command -Module DockerPS | ForEach-Object Name; (Get-Module DockerPS).Path");
        Assert.Equal("", result.Errors);
        Assert.Equal(
            Manifest.ExportedCmdlets.Keys.Order(StringComparer.OrdinalIgnoreCase).Append(Path.Combine(Folder, "bin", "DockerPS.dll")),
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
