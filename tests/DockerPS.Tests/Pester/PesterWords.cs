using System.Management.Automation;

namespace DockerPS.Tests.Pester;

/// <summary>The base of the words: each finds the file that it stands in.</summary>
abstract class PesterWord : PSCmdlet
{
    protected PesterFile File => (PesterFile)SessionState.PSVariable.GetValue(PesterFile.Variable);

    /// <summary>Refuses what would need more of Pester than is here.</summary>
    protected static ScriptBlock Accept(ScriptBlock block) =>
        ((System.Management.Automation.Language.ScriptBlockAst)block.Ast).ParamBlock is null
            ? block
            : throw new NotSupportedException("param() is not supported here: what -ForEach gives is there as variables.");
}

/// <summary><c>Describe</c> and <c>Context</c>.</summary>
[Cmdlet("Add", "PesterBlock")]
sealed class AddPesterBlockCommand : PesterWord
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Fixture { get; set; } = null!;

    [Parameter]
    public object?[]? ForEach { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var row in PesterRow.From(ForEach))
        {
            File.InNewScope(() =>
            {
                row.Set(SessionState.PSVariable);
                File.Enter(row.Expand(Name, InvokeCommand), row, Accept(Fixture));
            });
        }
    }
}

/// <summary><c>It</c>.</summary>
[Cmdlet("Add", "PesterTest")]
sealed class AddPesterTestCommand : PesterWord
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Test { get; set; } = null!;

    [Parameter]
    [Alias("TestCases")]
    public object?[]? ForEach { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var row in PesterRow.From(ForEach))
        {
            File.InNewScope(() =>
            {
                row.Set(SessionState.PSVariable);
                File.AddTest(row.Expand(Name, InvokeCommand), Accept(Test), row);
            });
        }
    }
}

/// <summary><c>BeforeAll</c>, <c>AfterAll</c>, <c>BeforeEach</c> and <c>AfterEach</c>.</summary>
[Cmdlet("Add", "PesterSetup")]
sealed class AddPesterSetupCommand : PesterWord
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Setup { get; set; } = null!;

    protected override void ProcessRecord()
    {
        var block = File.Current;
        var list = MyInvocation.InvocationName.ToUpperInvariant() switch
        {
            "BEFOREALL" => block.BeforeAll,
            "AFTERALL" => block.AfterAll,
            "BEFOREEACH" => block.BeforeEach,
            "AFTEREACH" => block.AfterEach,
            var other => throw new NotSupportedException($"{other} is not a word of Pester."),
        };
        list.Add(Accept(Setup));
    }
}
