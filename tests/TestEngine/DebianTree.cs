using System.Diagnostics;

namespace DockerPS.TestEngine;

/// <summary>
/// The newest engines from Debian, in a separate file tree that is created once per machine, and is the root of a mount namespace when
/// used. (Not with chroot: runc needs the root of its mount namespace.) The test folders, sockets and temporary files are shared with the
/// outside.
/// </summary>
/// <param name="folder">The files of the world.</param>
sealed class DebianTree(string folder)
{
    /// <summary>The name, in the root folder of the tree, of a program of the machine that runs in it.</summary>
    public const string Bound = "bound-program";

    const string Location = PrivateFolder.Root + "/debian-sid";
    const string Suite = "sid";
    const string DefaultMirror = "http://deb.debian.org/debian/";

    static readonly string[] Packages =
    [
        "docker.io",
        "docker-cli",
        "docker-compose",
        "docker-buildx",
        "podman",
        "skopeo",
        "iptables",
        "nftables",
        "git",
        "ca-certificates",
        "procps",
        "busybox-static",
        "netavark",
        "aardvark-dns",
    ];

    /// <summary>The programs needed to create it.</summary>
    public static readonly IReadOnlyList<Tool> ForMaking = [new("debootstrap", "debootstrap")];

    // a file in the tree lists its contents, so that another list creates it again
    static string Stamp => Path.Combine(Location, "etc", "dockerps-tests");

    /// <summary>Creates the tree if it does not exist.</summary>
    public static void Make()
    {
        Directory.CreateDirectory(PrivateFolder.Root);
        // with two runs at once, the second waits for the first
        using var turn = TakeTurn();
        string content = string.Join(' ', Packages);
        if (File.Exists(Stamp) && File.ReadAllText(Stamp) == content)
            return;
        Tool.Require(ForMaking);
        Console.WriteLine("Creating a Debian sid tree with the newest engines; this is done once");
        if (Directory.Exists(Location))
            Directory.Delete(Location, recursive: true);
        Child.Read("debootstrap", "--variant=minbase", Suite, Location, FindMirror());
        CopyMachineSettings();
        // a mirror may be a few weeks old
        File.WriteAllText(Path.Combine(Location, "etc/apt/apt.conf.d/99dockerps-tests"), "Acquire::Check-Valid-Until false;\nAPT::Install-Recommends false;\n");
        File.WriteAllText(Path.Combine(Location, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n");
        File.SetUnixFileMode(Path.Combine(Location, "usr/sbin/policy-rc.d"), (UnixFileMode)0b111_101_101);
        const string install = """
            set -e
            tree=$1
            shift
            mount -t proc proc "$tree/proc"
            mount --rbind /dev "$tree/dev"
            export DEBIAN_FRONTEND=noninteractive
            chroot "$tree" apt-get update -q
            chroot "$tree" apt-get install -q -y "$@"
            chroot "$tree" apt-get clean
            """;
        Child.Read("unshare", ["--mount", "sh", "-c", install, "sh", Location, .. Packages]);
        File.WriteAllText(Stamp, content);
    }

    /// <summary>Wraps a command line so that it runs in the tree.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="program">A program of the machine to bind to <see cref="Bound" />; null for none.</param>
    public string[] Enter(string[] command, string? program = null)
    {
        const string script = """
            set -e
            tree=$1 folder=$2 program=$3
            shift 3
            mount --bind "$tree" "$tree"
            cd "$tree"
            mount -t proc proc proc
            for shared in sys dev tmp run; do mount --rbind "/$shared" "$shared"; done
            mkdir -p ".$folder" machine
            mount --bind "$folder" ".$folder"
            if [ -n "$program" ]; then
                : >> bound-program
                mount --bind "$program" bound-program
            fi
            pivot_root . machine
            cd /
            umount -l machine
            exec "$@"
            """;
        return ["unshare", "--mount", "sh", "-c", script, "sh", Location, folder, program ?? "", .. command];
    }

    /// <summary>Writes scripts that call programs in the tree.</summary>
    /// <param name="process">The id of a process that runs in the tree.</param>
    /// <param name="programs">Their names.</param>
    /// <returns>The folder of the scripts.</returns>
    public string WritePrograms(int process, params string[] programs)
    {
        string bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (string program in programs)
        {
            string path = Path.Combine(bin, program);
            File.WriteAllText(path, $$"""
                #!/bin/sh
                exec nsenter --target {{process}} --mount sh -c 'cd "$0" 2>/dev/null || cd /; PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; exec {{program}} "$@"' "$PWD" "$@"

                """);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
        return bin;
    }

    static FileStream TakeTurn()
    {
        for (var limit = Stopwatch.StartNew(); ; Thread.Sleep(500))
        {
            try
            {
                return new FileStream(Location + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (limit.Elapsed < TimeSpan.FromMinutes(10))
            {
                // another run is creating it
            }
        }
    }

    // the machine's own source, which may be a nearby mirror
    static string FindMirror() =>
        Child.Read("apt-get", "indextargets", "--format", "$(ORIGIN) $(COMPONENT) $(REPO_URI)", "Created-By: Packages")
            .Split('\n')
            .Select(static line => line.Split(' '))
            .FirstOrDefault(
                static parts => parts is ["Debian", "main", var address] && !address.Contains("security", StringComparison.Ordinal))?[2]
        ?? DefaultMirror;

    static void CopyMachineSettings()
    {
        string[] files =
        [
            "/etc/resolv.conf",
            "/etc/hosts",
            .. Directory.GetFiles("/etc/apt/apt.conf.d"),
            .. Directory.GetFiles("/etc/apt/auth.conf.d"),
        ];
        foreach (string file in files.Where(File.Exists))
        {
            // hooks of the machine's own programs would fail there
            if (!file.StartsWith("/etc/apt/apt.conf.d", StringComparison.Ordinal)
                || File.ReadAllText(file).Contains("Acquire::", StringComparison.OrdinalIgnoreCase))
                File.Copy(file, Location + file, overwrite: true);
        }
    }
}
