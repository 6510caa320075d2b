using System.Text;

namespace DockerPS.TestEngine;

/// <summary>A required program.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">Its package on Debian and Ubuntu.</param>
sealed record Tool(string Program, string Package)
{
    const string PolicyFile = "/usr/sbin/policy-rc.d";

    /// <summary>The programs that the tour uses.</summary>
    public static readonly IReadOnlyList<Tool> ForTour = [new("busybox", "busybox-static"), new("docker-registry", "docker-registry")];

    /// <summary>The programs for a demo with a private engine.</summary>
    public static readonly IReadOnlyList<Tool> ForDemo = [new("dockerd", "docker.io"), new("tini", "tini"), .. ForTour];

    /// <summary>The programs for the tests.</summary>
    public static readonly IReadOnlyList<Tool> ForTests =
    [
        .. ForDemo,
        new("sshd", "openssh-server"),
        new("git", "git"),
        new("tmux", "tmux"),
    ];

    /// <summary>Makes sure that programs are available, and installs missing ones if possible.</summary>
    /// <exception cref="SetupException">Something is missing and cannot be installed.</exception>
    public static void Require(IReadOnlyList<Tool> tools)
    {
        // an administrator's path contains folders that others' do not
        if (OperatingSystem.IsLinux())
            Environment.SetEnvironmentVariable("PATH", Environment.GetEnvironmentVariable("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin");
        var missing = tools.Where(tool => !tool.IsThere).ToList();
        if (missing.Count == 0)
            return;
        if (!CanInstall)
        {
            throw new SetupException(
                $"Not found: {string.Join(", ", missing.Select(tool => tool.Program))}. Install them, or run this as root on Debian or Ubuntu, where it "
                + $"installs the packages {string.Join(", ", missing.Select(tool => tool.Package))}.");
        }
        Install([.. missing.Select(tool => tool.Package)]);
    }

    /// <summary>Whether packages can be installed here.</summary>
    static bool CanInstall => Environment.IsPrivilegedProcess && Find("apt-get") is not null;

    bool IsThere => Find(Program) is { } path && (Program != "busybox" || IsStatic(path));

    static string? Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Whether a program is statically linked: only such a program runs in an image that contains nothing else.</summary>
    static bool IsStatic(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[4096];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return !Encoding.Latin1.GetString(head, 0, length).Contains("/ld-", StringComparison.Ordinal);
    }

    static void Install(string[] packages)
    {
        Console.WriteLine($"Installing {string.Join(", ", packages)}");
        Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
        // only programs are needed, not services: this file keeps packages from starting theirs
        bool policy = !File.Exists(PolicyFile);
        if (policy)
        {
            File.WriteAllText(PolicyFile, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(PolicyFile, (UnixFileMode)0b111_101_101);
        }
        try
        {
            Child.Read("apt-get", "update", "-q");
            Child.Read("apt-get", ["install", "-q", "-y", "--no-install-recommends", .. packages]);
        }
        finally
        {
            if (policy)
                File.Delete(PolicyFile);
        }
    }
}
