using System.Text;

namespace DockerPS.TestEngine;

/// <summary>A program that has to be there.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">The package of Debian and Ubuntu that has it.</param>
sealed record Tool(string Program, string Package)
{
    const string PolicyFile = "/usr/sbin/policy-rc.d";

    /// <summary>What the tour uses of the machine.</summary>
    public static readonly IReadOnlyList<Tool> ForTour = [new("busybox", "busybox-static"), new("docker-registry", "docker-registry")];

    /// <summary>What a demo with an engine of its own needs.</summary>
    public static readonly IReadOnlyList<Tool> ForDemo = [new("dockerd", "docker.io"), new("tini", "tini"), .. ForTour];

    /// <summary>What the tests need.</summary>
    public static readonly IReadOnlyList<Tool> ForTests =
    [
        .. ForDemo,
        new("sshd", "openssh-server"),
        new("git", "git"),
        new("tmux", "tmux"),
    ];

    /// <summary>Sees to it that programs are there: installs what is missing where that is possible.</summary>
    /// <exception cref="SetupException">Something is missing and cannot be installed.</exception>
    public static void Require(IReadOnlyList<Tool> tools)
    {
        // what an administrator has on the path is not on everybody's
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

    /// <summary>Whether a program needs no library: only such a one runs in an image that holds nothing else.</summary>
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
        // programs are wanted, not services: this file keeps packages from starting theirs
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
