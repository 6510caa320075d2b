using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.ExceptionServices;
using DockerPS.Host;

namespace DockerPS.Tests.Pester;

/// <summary>
/// A file of tests in Pester's words, in a session of the bare engine. As in Pester, its blocks run first, to find the tests; then the tests
/// run, each in a scope within that of its block, where what <c>BeforeAll</c> and <c>BeforeEach</c> set is seen.
/// </summary>
sealed class PesterFile
{
    /// <summary>The session's variable that holds the file which is being read or run.</summary>
    public const string Variable = "__PesterFile";

    static readonly Dictionary<string, Type> Words = new()
    {
        ["Describe"] = typeof(AddPesterBlockCommand),
        ["Context"] = typeof(AddPesterBlockCommand),
        ["It"] = typeof(AddPesterTestCommand),
        ["BeforeAll"] = typeof(AddPesterSetupCommand),
        ["AfterAll"] = typeof(AddPesterSetupCommand),
        ["BeforeEach"] = typeof(AddPesterSetupCommand),
        ["AfterEach"] = typeof(AddPesterSetupCommand),
        ["Should"] = typeof(ShouldCommand),
    };

    readonly PesterBlock root = new(null, "", PesterRow.From(null).Single());
    readonly ScriptBlock scope = ScriptBlock.Create("$args[0].Invoke()");
    readonly PowerShellSession session;
    readonly HashSet<string> names = [];
    CommandInvocationIntrinsics engine = null!;
    PSVariableIntrinsics variables = null!;

    PesterFile(PowerShellSession session)
    {
        this.session = session;
        Current = root;
    }

    /// <summary>The block that is being read.</summary>
    public PesterBlock Current { get; private set; }

    /// <summary>The tests, in their order.</summary>
    public IEnumerable<PesterIt> Tests => root.Tests;

    /// <summary>Opens a session that knows the words.</summary>
    public static PowerShellSession OpenSession() => new(configure: state =>
    {
        foreach (var (word, type) in Words)
        {
            var name = type.GetCustomAttribute<CmdletAttribute>()!;
            string cmdlet = $"{name.VerbName}-{name.NounName}";
            state.Commands.Add(new SessionStateCmdletEntry(cmdlet, type, null));
            state.Commands.Add(new SessionStateAliasEntry(word, cmdlet));
        }
    });

    /// <summary>Reads a file: finds its tests.</summary>
    /// <exception cref="InvalidOperationException">It has an error, or a word that is not known here.</exception>
    public static PesterFile Read(PowerShellSession session, string path)
    {
        var file = new PesterFile(session);
        session.Run(
            $$"""
            param($file, $path)
            $global:{{Variable}} = $file
            $file.Attach($ExecutionContext)
            $null = & $path
            """,
            file,
            path).Check();
        return file;
    }

    /// <summary>Runs the tests. As in Pester, an error that does not end a test is no failure by itself.</summary>
    /// <param name="includes">Says by its full name whether a test is run; null for all.</param>
    public void Run(Predicate<string>? includes = null)
    {
        foreach (var test in Tests)
            test.IsIncluded = includes?.Invoke(test.FullName) ?? true;
        if (session.Run($"${Variable}.RunAll()").Failure is { } failure)
            throw new InvalidOperationException(failure.ToString(), failure.Exception);
    }

    /// <summary>Called in the session: learns how to run scripts in it.</summary>
    public void Attach(EngineIntrinsics context) => (engine, variables) = (context.InvokeCommand, context.SessionState.PSVariable);

    /// <summary>Called in the session.</summary>
    public void RunAll() => InNewScope(() => RunBlock(root));

    /// <summary>Does something in a scope within the current one.</summary>
    public void InNewScope(Action action)
    {
        try
        {
            engine.InvokeScript(useLocalScope: true, scope, null, action);
        }
        catch (MethodInvocationException e) when (e.InnerException is RuntimeException inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    /// <summary>Reads a block.</summary>
    public void Enter(string name, PesterRow row, ScriptBlock fixture)
    {
        var block = new PesterBlock(Current, name, row);
        Current.Items.Add(block);
        Current = block;
        RunHere(fixture);
        Current = block.Parent!;
    }

    /// <summary>Adds a test to the block that is being read.</summary>
    public void AddTest(string name, ScriptBlock body, PesterRow row)
    {
        // data may read the same and be different; results are told apart by the name
        string unique = name;
        for (int number = 2; !names.Add($"{Current.Path} › {unique}"); number++)
            unique = $"{name} ({number})";
        Current.Items.Add(new PesterIt(Current, unique, body, row));
    }

    void RunBlock(PesterBlock block)
    {
        if (!block.Tests.Any(static test => test.IsIncluded))
            return;
        block.Row.Set(variables);
        try
        {
            if (!Try(block.Tests, () => block.BeforeAll.ForEach(RunHere)))
                return;
            foreach (object item in block.Items)
                InNewScope(() => RunItem(item));
        }
        finally
        {
            Try(block.Tests, () => block.AfterAll.ForEach(RunHere));
        }
    }

    void RunItem(object item)
    {
        if (item is PesterBlock block)
            RunBlock(block);
        else if (((PesterIt)item).IsIncluded)
            RunTest((PesterIt)item);
    }

    void RunTest(PesterIt test)
    {
        test.HasRun = true;
        test.Row.Set(variables);
        var around = test.Block.FromRoot.ToList();
        _ = Try([test], () => around.ForEach(block => block.BeforeEach.ForEach(RunHere))) && Try([test], () => RunHere(test.Body));
        around.Reverse();
        Try([test], () => around.ForEach(block => block.AfterEach.ForEach(RunHere)));
    }

    void RunHere(ScriptBlock block) => engine.InvokeScript(useLocalScope: false, block, null);

    /// <summary>Does something; when it throws, tests have failed, and the errors before may tell why.</summary>
    bool Try(IEnumerable<PesterIt> tests, Action action)
    {
        var errors = (ArrayList)variables.GetValue("Error");
        errors.Clear();
        try
        {
            action();
            return true;
        }
        catch (RuntimeException e)
        {
            string failure = $"{e.ErrorRecord}\n{e.ErrorRecord.ScriptStackTrace}\nErrors: {string.Join('\n', errors.Cast<object>())}";
            foreach (var test in tests)
            {
                test.HasRun = true;
                test.Failure ??= failure;
            }
            return false;
        }
    }
}
