using Xunit.Abstractions;

namespace DockerPS.Tests.Pester;

/// <summary>Tests that change variables of the process, such as the engine or the configuration that docker would use: nothing runs beside them.</summary>
[CollectionDefinition(nameof(ProcessVariables), DisableParallelization = true)]
public sealed class ProcessVariables;

/// <summary>Every test of the files in tests/Pester, one by one. A file runs as a whole when its first test is asked for.</summary>
[Collection(nameof(ProcessVariables))]
public sealed class PesterTests(PesterRuns runs) : IClassFixture<PesterRuns>
{
    /// <summary>The tests that the files hold.</summary>
    public static TheoryData<PesterTest> All => new(PesterRuns.Find());

    [Theory]
    [MemberData(nameof(All))]
    public void It(PesterTest test)
    {
        string? failure = runs.FailureOf(test);
        Assert.True(failure is null, failure);
    }
}

/// <summary>A test by its file and its name.</summary>
public sealed class PesterTest : IXunitSerializable
{
    public string File { get; set; } = "";
    public string Name { get; set; } = "";

    public void Deserialize(IXunitSerializationInfo info) => (File, Name) = (info.GetValue<string>(nameof(File)), info.GetValue<string>(nameof(Name)));

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(File), File);
        info.AddValue(nameof(Name), Name);
    }

    public override string ToString() => Name.Length == 0 ? File : Name;
}

/// <summary>The runs of the files, each done once.</summary>
public class PesterRuns
{
    static readonly string Folder = Repository.GetPath("tests/Pester");

    readonly Dictionary<string, Dictionary<string, string?>> files = [];

    /// <summary>All tests of all files; a file that can not be read is one test without a name, which fails.</summary>
    public static IEnumerable<PesterTest> Find()
    {
        using var session = PesterFile.OpenSession();
        foreach (string path in Directory.EnumerateFiles(Folder, "*.Tests.ps1").Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(path);
            foreach (string name in NamesIn(session, path))
                yield return new PesterTest { File = file, Name = name };
        }
    }

    /// <summary>What went wrong in a test; null for nothing.</summary>
    public string? FailureOf(PesterTest test)
    {
        if (!files.TryGetValue(test.File, out var failures))
            files[test.File] = failures = Run(Path.Combine(Folder, test.File));
        // a file that can be read no more has one result, without a name
        return failures.TryGetValue(test.Name, out string? failure) ? failure : failures[""];
    }

    static List<string> NamesIn(Host.PowerShellSession session, string path)
    {
        try
        {
            return [.. PesterFile.Read(session, path).Tests.Select(test => test.FullName)];
        }
        catch (InvalidOperationException)
        {
            return [""];
        }
    }

    /// <summary>Whether a test is run.</summary>
    protected virtual bool Includes(string fullName) => true;

    /// <summary>Runs the tests of a file.</summary>
    /// <returns>For each what went wrong, or null.</returns>
    protected virtual Dictionary<string, string?> Run(string path)
    {
        using var session = PesterFile.OpenSession();
        try
        {
            var file = PesterFile.Read(session, path);
            file.Run(Includes);
            return file.Tests.ToDictionary(test => test.FullName, test => test.HasRun ? test.Failure : "It was not run.");
        }
        catch (InvalidOperationException e)
        {
            return new Dictionary<string, string?> { [""] = e.Message };
        }
    }
}
