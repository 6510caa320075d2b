using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DockerPS.Tests.Pester;

/// <summary>A <c>Describe</c> or <c>Context</c>, or the whole file, with what runs around its tests.</summary>
sealed class PesterBlock(PesterBlock? parent, string name, PesterRow row)
{
    public PesterBlock? Parent => parent;
    public PesterRow Row => row;
    public string Path => parent?.Path is { Length: > 0 } outer ? outer + " › " + name : name;

    public List<ScriptBlock> BeforeAll { get; } = [];
    public List<ScriptBlock> AfterAll { get; } = [];
    public List<ScriptBlock> BeforeEach { get; } = [];
    public List<ScriptBlock> AfterEach { get; } = [];

    /// <summary>Its tests and blocks, in their order.</summary>
    public List<object> Items { get; } = [];

    /// <summary>All tests in it and below.</summary>
    public IEnumerable<PesterIt> Tests => Items.SelectMany(item => item is PesterBlock block ? block.Tests : [(PesterIt)item]);

    /// <summary>The block and those around it, the outermost first.</summary>
    public IEnumerable<PesterBlock> FromRoot => (parent?.FromRoot ?? []).Append(this);
}

/// <summary>An <c>It</c>.</summary>
sealed class PesterIt(PesterBlock block, string name, ScriptBlock body, PesterRow row)
{
    public PesterBlock Block => block;
    public string FullName { get; } = block.Path + " › " + name;
    public ScriptBlock Body => body;
    public PesterRow Row => row;

    /// <summary>Whether it is to be run.</summary>
    public bool IsIncluded { get; set; } = true;

    /// <summary>What went wrong, with the place; null while nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether it came to its end, well or not.</summary>
    public bool HasRun { get; set; }
}

/// <summary>What <c>-ForEach</c> gives to one round: an item, and, where that is a table, its entries as variables.</summary>
sealed partial record PesterRow(IReadOnlyDictionary<string, object?> Variables)
{
    static readonly PesterRow None = new(new Dictionary<string, object?>());

    /// <summary>The rounds of a word: one without data, or one for each item.</summary>
    public static IEnumerable<PesterRow> From(object?[]? items) => items is null ? [None] : items.Select(From);

    /// <summary>Puts the variables into the current scope.</summary>
    public void Set(PSVariableIntrinsics scope)
    {
        foreach (var (name, value) in Variables)
            scope.Set(name, value);
    }

    /// <summary>Puts values into a name, where it says <c>&lt;variable&gt;</c>.</summary>
    public string Expand(string name, CommandInvocationIntrinsics engine) =>
        Variables.Count == 0 ? name : engine.ExpandString(Placeholder().Replace(name.Replace("$", "`$", StringComparison.Ordinal), "$$($$$1)"));

    static PesterRow From(object? item)
    {
        var variables = new Dictionary<string, object?> { ["_"] = item };
        if (item is not null && PSObject.AsPSObject(item).BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
                variables[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
        }
        return new PesterRow(variables);
    }

    [GeneratedRegex("(?<!`)<([^>^`]+)>")]
    private static partial Regex Placeholder();
}
