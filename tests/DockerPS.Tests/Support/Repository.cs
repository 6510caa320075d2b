namespace DockerPS.Tests;

/// <summary>The location of the module under test.</summary>
static class Repository
{
    /// <summary>The root folder of the checkout and of the module.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => GetPath("DockerPS.psd1");

    /// <summary>The configuration in which the tests and the module were compiled.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The full path of something in the checkout.</summary>
    public static string GetPath(string path) => Path.Combine(Root, path);

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DockerPS.psd1")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run in a checkout.");
        return folder.FullName;
    }
}
