using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// The command to run instead of the image's, with its arguments. Each argument is passed as it is; no shell is involved. Everything
    /// after <c>--</c> is part of the command, so <c>Invoke-Container busybox -- sh -c 'echo hi'</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [CommandTransformation]
    [Completions<NothingCompleter>]
    public string[] Command { get; set; } = [];

    /// <summary>The name of the container. If omitted, the engine generates one.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public virtual string? Name { get; set; }

    /// <summary>
    /// The program to run instead of the image's entrypoint, with its first arguments. An empty string removes the image's entrypoint.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    [Completions<NothingCompleter>]
    public string[] Entrypoint { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    [Alias("u")]
    [Completions<UserCompleter>]
    public string? User { get; set; }

    /// <summary>The working directory in the container.</summary>
    [Parameter]
    [Alias("Workdir", "w")]
    [Completions<NothingCompleter>]
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session, or removes
    /// the variable if this session does not have it.
    /// </summary>
    [Parameter]
    [Alias("Env", "e")]
    [EnvironmentTransformation(KeepsUnset = true)]
    [Completions<EnvironmentCompleter>]
    public virtual string?[] Environment { get; set; } = [];

    /// <summary>
    /// Files with environment variables, one <c>NAME=value</c> per line; lines that begin with <c>#</c> are comments. <c>-Environment</c>
    /// takes precedence.
    /// </summary>
    [Parameter]
    [Alias("EnvFile")]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>The platform of a multi-platform image, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>
    /// When to pull the image: if the engine does not have it (<c>Missing</c>, the default), <c>Always</c>, or <c>Never</c>.
    /// </summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>Runs a small init process first, which forwards signals and reaps orphaned processes.</summary>
    [Parameter]
    public SwitchParameter Init { get; set; }

    /// <summary>Allocates a terminal. Standard output and standard error are then one stream.</summary>
    [Parameter]
    [Alias("Tty", "t")]
    public SwitchParameter Terminal { get; set; }

    /// <summary>Keeps standard input open, so that you can attach to the container later.</summary>
    [Parameter]
    [Alias("i")]
    public SwitchParameter OpenInput { get; set; }

    /// <summary>Additional groups for the user: names or numbers.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] GroupAdd { get; set; } = [];

    /// <summary>The runtime to use, instead of the engine's default.</summary>
    [Parameter]
    [Completions<RuntimeCompleter>]
    public string? Runtime { get; set; }

    /// <summary>
    /// Annotations for the runtime: a hashtable, or strings such as <c>'NAME=value'</c>. Needs version 1.43 of the Engine API.
    /// </summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<NothingCompleter>]
    public string[] Annotation { get; set; } = [];

    /// <summary>A file to write the container's id to. It must not exist yet.</summary>
    [Parameter]
    [Alias("CidFile")]
    public string? ContainerIdFile { get; set; }

    /// <summary>Labels: a hashtable, or strings such as <c>'app=web'</c>.</summary>
    [Parameter]
    [Alias("l")]
    [LabelTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>
    /// Files with labels, one <c>NAME=value</c> per line; lines that begin with <c>#</c> are comments. <c>-Label</c> takes precedence.
    /// </summary>
    [Parameter]
    public string[] LabelFile { get; set; } = [];
}
