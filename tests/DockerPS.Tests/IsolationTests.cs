namespace DockerPS.Tests;

/// <summary>
/// The module's libraries are isolated, whatever else the session has loaded. Each test has its own process, since loaded libraries stay
/// loaded.
/// </summary>
public sealed class IsolationTests
{
    // Docker.DotNet is loaded by using it, YamlDotNet by name, both from the module's own folder
    const string UseOurs = """
        $volume = New-Volume
        Remove-Volume $volume -Confirm:$false
        $context = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq DockerPS
        foreach ($name in 'Docker.DotNet', 'YamlDotNet') {
            $assembly = $context.LoadFromAssemblyName([Reflection.AssemblyName]::new($name))
            '{0} {1} {2}' -f $name, $assembly.GetName().Version.Major, [IO.Path]::GetFileName([IO.Path]::GetDirectoryName($assembly.Location))
        }

        """;

    const string Ours = "Docker.DotNet 4 engine\nYamlDotNet 18 engine\n";

    static string PackageFile(string package, string version, string file) => Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        package,
        version,
        file);

    public static TheoryData<string> Others =>
    [
        PackageFile("yamldotnet", "11.2.1", "lib/netstandard2.1/YamlDotNet.dll"),
        PackageFile("docker.dotnet", "3.125.15", "lib/netstandard2.1/Docker.DotNet.dll"),
        Repository.GetPath("bin/engine/YamlDotNet.dll"),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_library_loaded_before_does_not_disturb(string path)
    {
        Assert.Equal(Ours, Run($"$other = [Reflection.Assembly]::LoadFrom('{path}')\nImport-Module '{Repository.Manifest}'\n{UseOurs}"));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_library_loaded_after_does_not_disturb(string path)
    {
        string check = "if ([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($other).Name -ne 'Default') { 'not loaded for the session' }\n";
        Assert.Equal(Ours + Ours, Run($"Import-Module '{Repository.Manifest}'\n{UseOurs}$other = [Reflection.Assembly]::LoadFrom('{path}')\n{check}{UseOurs}"));
    }

    [Fact]
    public void Importing_again_keeps_all_cmdlets()
    {
        string import = $"Import-Module '{Repository.Manifest}' -Force\n@(Get-Command -Module DockerPS).Count\n";
        string[] counts = Run(import + import + import).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, counts.Length);
        Assert.Equal(counts[0], counts[2]);
        Assert.NotEqual("0", counts[2]);
    }

    [Fact]
    public void Types_are_known_in_every_runspace()
    {
        string script = $$"""
            Import-Module '{{Repository.Manifest}}'
            [DockerPS.Container].FullName
            $runspaces = foreach ($i in 1..4) {
                $powershell = [PowerShell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
                $null = $powershell.AddScript("Import-Module '{{Repository.Manifest}}'; [DockerPS.Container].FullName; `$null = Get-Container; @(Get-Command -Module DockerPS).Count -gt 10")
                [pscustomobject]@{ PowerShell = $powershell; Result = $powershell.BeginInvoke() }
            }
            foreach ($runspace in $runspaces) {
                $runspace.PowerShell.EndInvoke($runspace.Result)[0]
                foreach ($problem in $runspace.PowerShell.Streams.Error) { "$problem" }
            }

            """;
        Assert.Equal(string.Concat(Enumerable.Repeat("DockerPS.Container\n", 5)), Run(script));
    }

    [Fact]
    public void Removing_the_module_closes_its_connections()
    {
        string script = $$"""
            Import-Module '{{Repository.Manifest}}'
            $null = Get-Container
            $before = @([IO.Directory]::GetFiles('/proc/self/fd') | ForEach-Object { [IO.File]::ResolveLinkTarget($_, $false).FullName } | Where-Object { $_ -match 'socket' }).Count
            Remove-Module DockerPS
            [Threading.Thread]::Sleep(200)
            $after = @([IO.Directory]::GetFiles('/proc/self/fd') | ForEach-Object { [IO.File]::ResolveLinkTarget($_, $false).FullName } | Where-Object { $_ -match 'socket' }).Count
            $before -gt $after
            @(Get-Command -Module DockerPS).Count

            """;
        Assert.Equal("True\n0\n", Run(script));
    }

    static string Run(string script)
    {
        var result = Programs.RunPowerShell(script);
        Assert.Equal("", result.Errors);
        return result.Output.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
