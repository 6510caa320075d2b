namespace DockerPS.Tests.Pester;

/// <summary>The files in tests/Pester once more, on podman's service: all but those that need no engine, and what podman does not have.</summary>
[Collection(nameof(ProcessVariables))]
public sealed class PodmanPesterTests(PodmanRuns runs) : IClassFixture<PodmanRuns>
{
    /// <summary>The tests that podman has to pass.</summary>
    public static TheoryData<PesterTest> All => new(PesterRuns.Find().Where(PodmanRuns.IsForPodman));

    [Theory]
    [MemberData(nameof(All))]
    public void It(PesterTest test)
    {
        string? failure = runs.FailureOf(test);
        Assert.True(failure is null, failure);
    }

    [Fact]
    public void WhatPodmanDoesNotHaveIsInTheHelp()
    {
        string help = string.Join(' ', File.ReadAllText(Repository.GetPath("en-US/about_DockerPS_Podman.help.txt")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain(PodmanRuns.Missing, missing => !help.Contains(missing.Feature, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatPodmanDoesNotHaveIsTested()
    {
        var tests = PesterRuns.Find().Select(static test => test.Name).ToList();
        Assert.DoesNotContain(PodmanRuns.Missing, missing => !tests.Exists(name => name.StartsWith(missing.Test, StringComparison.Ordinal)));
    }
}

/// <summary>Runs on podman's service.</summary>
public sealed class PodmanRuns : PesterRuns
{
    const string Variable = "DOCKERPS_TEST_ENGINE";

    /// <summary>What needs no engine, or other engines; and images and builds, in which podman is another thing.</summary>
    static readonly string[] Apart = ["Context", "Connection", "Connect-Docker", "Disconnect-Docker", "Enter-Container", "BuildContext", "BuildCache", "Image", "Dockerfile"];

    /// <summary>Tests, by the beginning of their full name, that podman can not pass, and what it lacks, in the words of the help.</summary>
    internal static readonly (string Test, string Feature)[] Missing =
    [
        ("Set-Container › changes limits", "It changes no limits of a container"),
        ("What an image says, and what a parameter says › uses HEALTHCHECK", "Health checks need systemd"),
        ("Wait-Container › waits until it is healthy", "Health checks need systemd"),
        ("Wait-Container › says at once that it is unhealthy", "Health checks need systemd"),
        ("Stop-Container › stops a container", "Its default for -Timeout of Stop-Container is none"),
        ("New-Container › keeps stop signal", "It tells stop signals as numbers"),
        ("What an image says, and what a parameter says › uses STOPSIGNAL", "It tells stop signals as numbers"),
        ("New-Container › keeps log driver", "It has no log driver 'local'"),
        ("Get-ContainerLog › writes bytes to a file", "It has no log driver 'local'"),
        ("Wait-Container › does not take a line of an earlier run", "What a container wrote before a restart"),
        ("Get-ContainerLog › follows across a restart", "Get-ContainerLog -Follow may miss lines around a restart"),
        ("Invoke-Container › survives a program that does not read its input", "It ends the connection when a program does not read its input"),
        ("Export-Container › writes a file that can be made an image again", "An image that is made of files gets the tag 'latest'"),
        ("What an image says, and what a parameter says › publishes what EXPOSE names", "Its -PublishAll does not know what an image exposes"),
        ("What an image says, and what a parameter says › takes ENV away", "It does not take a variable of the image away"),
        ("Get-ContainerProcess › lists processes", "Where the host has no ps"),
        ("Get-ContainerProcess › asks for columns", "Where the host has no ps"),
        ("Measure-Container › measures in numbers", "It tells only the share of the processors"),
        ("ConvertTo-Image › refuses what can not be", "to an instruction of -Change that sets nothing"),
        ("Copy-ContainerItem › out of a container › copies a link", "a link is followed when it is copied by itself"),
        ("Copy-ContainerItem › between containers › copies files and folders", "Copy-ContainerItem between containers gives files to root"),
        ("What an image says, and what a parameter says › sets limits", "It may refuse limits (-Ulimit)"),
        ("Get-Network › knows the engine's own", "There are no networks 'host' and 'none' to list"),
        ("New-Network › lets containers find each other", "only where podman's DNS plugin is installed"),
        ("New-Network › keeps range, gateway", "A network tells neither its range nor its options"),
        ("Remove-Network › names the containers", "A network that is in use may be removed"),
        ("New-Volume › keeps labels and options", "Volumes with a limit of their size"),
        ("Get-DockerVersion › gives values", "Get-DockerVersion tells no date"),
        ("Get-DockerVersion › knows the engine", "Get-DockerVersion tells no date"),
    ];

    /// <summary>Whether a test is one for podman.</summary>
    public static bool IsForPodman(PesterTest test) => !Apart.Any(word => test.File.Contains(word, StringComparison.Ordinal)) && IsThere(test.Name);

    /// <inheritdoc />
    protected override bool Includes(string fullName) => IsThere(fullName);

    /// <inheritdoc />
    protected override Dictionary<string, string?> Run(string path)
    {
        string? before = Environment.GetEnvironmentVariable(Variable);
        string? host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        Environment.SetEnvironmentVariable(Variable, Environment.GetEnvironmentVariable("DOCKERPS_TEST_PODMAN")
            ?? throw new InvalidOperationException("The environment variable DOCKERPS_TEST_PODMAN must name a podman service for the tests: run them with build.ps1 Test, which starts one."));
        try
        {
            return base.Run(path);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
            Environment.SetEnvironmentVariable("DOCKER_HOST", host);
        }
    }

    static bool IsThere(string fullName) => !Array.Exists(Missing, missing => fullName.StartsWith(missing.Test, StringComparison.Ordinal));
}
