namespace DockerPS.Tests;

/// <summary>What views look like on a terminal with 120 columns, even with very long names.</summary>
public sealed class ViewTests : IClassFixture<ViewTests.Things>
{
    const int Width = 120;

    readonly ModuleSession module;

    public ViewTests(Things things) => module = things.Module;

    /// <summary>A script, and the columns that must be visible whatever they contain.</summary>
    public static TheoryData<string, string> Tables => new()
    {
        { "Get-Container $name", "Name Status Ports Image Id" },
        { "Get-Container $name -Size", "Name Status Size Virtual Ports Image" },
        { "Get-Image *$name*", "Repository Tag Size Created Id" },
        { "Get-Image *$name* -Digest", "Repository Tag Size Digest" },
        { "Get-ImageHistory *$name*", "Created Size CreatedBy Id Comment" },
        { "Get-BuildCache -Filter @{ description = $name }", "Id Type Size LastUsed Shared Description" },
        { "[DockerPS.FoundImage]@{ Name = $name; Stars = 12345; IsOfficial = $true; Description = \"$name $name\" }", "Name Stars Official Description" },
        { "[DockerPS.PublishedImage]@{ Repository = \"registry.example.com/$name\"; Tag = \"1.2.3-$name\"; Digest = 'sha256:' + '0' * 64; Size = 1234 }", "Repository Tag Digest Size" },
        { "Get-Volume $name", "Name UsedBy Driver Created MountPoint" },
        { "Get-Network $name", "Name Driver Subnets Scope Internal Id" },
        { "Get-DockerContext $name", "Name Endpoint Description" },
        { "Get-ContainerPort $name", "Container Port Protocol HostPort HostAddress" },
        { "Get-ContainerProcess $name", "Container ProcessId Parent User Started Time Command" },
        { "Get-ContainerChange $name", "Kind Path" },
        { "Measure-Container $name", "Name Cpu % Memory / Limit Memory % Network I/O Block I/O PIDs Id" },
        { "Get-DockerVersion", "Version Api Minimum Used OS/Arch Built Kernel Engine" },
        { "Get-DockerConnection -Default", "Engine Context Connected Api OS Source" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Nothing_is_lost_or_wrapped(string script, string columns)
    {
        int count = module.Session.Run($"$name = '{Things.Name}'; @({script}).Count").Check().As<int>().Single();
        string[] lines = module.Session.Render($"$name = '{Things.Name}'; {script}", Width)
            .Split('\n')
            .Select(static line => line.TrimEnd())
            .Where(static line => line.Length > 0)
            .ToArray();

        Assert.True(lines.Length == count + 2, string.Join('\n', lines));
        Assert.All(lines, static line => Assert.InRange(line.Length, 1, Width));
        Assert.StartsWith(columns, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>Objects with long names.</summary>
    public sealed class Things : IDisposable
    {
        public static readonly string Name = $"v{Guid.NewGuid():N}"[..9] + "-with-quite-a-long-name-for-an-application-of-a-team";

        public Things() => Module.Session.Run(
            """
            param($name)
            $image = "registry.example.com:5000/team/$($name):1.2.3-rc.4-build.20261125"
            $null = Add-ImageTag dockerps-test/busybox $image
            $folder = [IO.Directory]::CreateTempSubdirectory('dockerps-view').FullName
            [IO.File]::WriteAllText("$folder/Dockerfile", "FROM dockerps-test/busybox`nRUN --mount=type=cache,target=/$name echo a-rather-long-instruction-of-a-dockerfile > /$name/file")
            $null = Invoke-ImageBuild $folder -Tag "$($name):built"
            $null = New-Network $name
            $null = New-Container $image -Name $name -Start -Volume "$($name):/data" -PublishAll -Expose 80-99 -HealthCommand true -- sh -c 'touch /changed; sleep 1000000'
            $null = Wait-Container $name -Command test, -e, /changed -Timeout 30
            $null = New-DockerContext $name -Engine tcp://a-rather-long-host-name.example.com:2376 -Description 'A description that goes on and on, as they do when nobody stops them'
            """,
            Name).Check();

        public ModuleSession Module { get; } = new();

        public void Dispose()
        {
            Module.Session.Run(
                """
                param($name)
                Remove-Container $name* -Force -Confirm:$false
                Remove-Network $name* -Confirm:$false
                Remove-Volume $name* -Confirm:$false
                Remove-Image *$name* -Confirm:$false
                Remove-DockerContext $name* -Confirm:$false
                [IO.Directory]::Delete($folder, $true)
                """,
                Name);
            Module.Dispose();
        }
    }
}
