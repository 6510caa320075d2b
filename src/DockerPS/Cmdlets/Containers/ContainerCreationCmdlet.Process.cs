using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// The command to run in place of the image's, each argument as it is: no shell is involved. Everything after <c>--</c> belongs to it,
    /// so <c>Invoke-Container busybox -- sh -c 'echo hi'</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [CommandTransformation]
    public string[] Command { get; set; } = [];

    /// <summary>The name of the container; the engine makes one up when it is left out.</summary>
    [Parameter]
    public virtual string? Name { get; set; }

    /// <summary>
    /// The program to run in place of the image's entrypoint, with its first arguments. An empty text removes the image's.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    public string[] Entrypoint { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    [Completions<UserCompleter>]
    public string? User { get; set; }

    /// <summary>The folder in the container to run in.</summary>
    [Parameter]
    [Alias("Workdir")]
    [Completions<NothingCompleter>]
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session, or takes
    /// the variable away where this session has none.
    /// </summary>
    [Parameter]
    [Alias("Env")]
    [EnvironmentTransformation(KeepsUnset = true)]
    public virtual string?[] Environment { get; set; } = [];

    /// <summary>
    /// Files of environment variables, one <c>NAME=value</c> a line; lines that begin with <c>#</c> are comments. <c>-Environment</c> wins
    /// over them.
    /// </summary>
    [Parameter]
    [Alias("EnvFile")]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>The platform of the image, such as <c>linux/arm64</c>, where it exists for several.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>
    /// When the image is pulled: when the engine has it not (<c>Missing</c>, as it is by default), <c>Always</c>, or <c>Never</c>.
    /// </summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>Runs a small init process first, which passes signals on and buries processes that have lost their parent.</summary>
    [Parameter]
    public SwitchParameter Init { get; set; }

    /// <summary>Gives it a terminal. Its two outputs are then one.</summary>
    [Parameter]
    [Alias("Tty")]
    public SwitchParameter Terminal { get; set; }

    /// <summary>Keeps its standard input open, so that one can attach to it later.</summary>
    [Parameter]
    public SwitchParameter OpenInput { get; set; }

    /// <summary>Further groups of its user: names or numbers.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] GroupAdd { get; set; } = [];

    /// <summary>The runtime that runs it, in place of the engine's own.</summary>
    [Parameter]
    [Completions<RuntimeCompleter>]
    public string? Runtime { get; set; }

    /// <summary>
    /// Annotations for the runtime: a hashtable, or texts such as <c>'NAME=value'</c>. Needs version 1.43 of the Engine API.
    /// </summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<NothingCompleter>]
    public string[] Annotation { get; set; } = [];

    /// <summary>A file to write the id of the container to. It must not exist yet.</summary>
    [Parameter]
    [Alias("CidFile")]
    public string? ContainerIdFile { get; set; }

    /// <summary>Labels: a hashtable, or texts such as <c>'app=web'</c>.</summary>
    [Parameter]
    [LabelTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>
    /// Files of labels, one <c>NAME=value</c> a line; lines that begin with <c>#</c> are comments. <c>-Label</c> wins over them.
    /// </summary>
    [Parameter]
    public string[] LabelFile { get; set; } = [];
}
