namespace DockerPS;

/// <summary>An instruction of a Dockerfile.</summary>
public sealed record DockerfileInstruction
{
    /// <summary>What it does, in capitals: <c>FROM</c>, <c>RUN</c>, <c>COPY</c>…</summary>
    public required string Keyword { get; init; }

    /// <summary>The keyword as it is written.</summary>
    public required string WrittenKeyword { get; init; }

    /// <summary>Where the keyword stands.</summary>
    public required DockerfileExtent KeywordExtent { get; init; }

    /// <summary>The first line, from 1.</summary>
    public int Line => Extent.StartLine;

    /// <summary>The last line, heredocs included.</summary>
    public int EndLine => Extent.EndLine;

    /// <summary>The number of its stage, from 0; -1 before the first.</summary>
    public int Stage { get; init; } = -1;

    /// <summary>The options, such as <c>--from=build</c>.</summary>
    public IReadOnlyList<DockerfileFlag> Flags { get; init; } = [];

    /// <summary>
    /// The arguments as the builder takes them before it fills in variables: words with their quotes, the strings of a JSON array, or the
    /// whole command of the shell form.
    /// </summary>
    public IReadOnlyList<DockerfileArgument> Arguments { get; init; } = [];

    /// <summary>
    /// The arguments with variables filled in and quotes taken away, as the builder does it; null for instructions in which it does not,
    /// such as RUN, CMD and ENTRYPOINT. A variable that only the base image could define is empty.
    /// </summary>
    public IReadOnlyList<string>? ExpandedArguments { get; init; }

    /// <summary>Why the builder cannot fill in the variables; null when it can.</summary>
    public string? ExpansionProblem { get; init; }

    /// <summary>The names and values of ARG, ENV and LABEL, as they are written.</summary>
    public IReadOnlyList<DockerfilePair> Pairs { get; init; } = [];

    /// <summary>The documents that follow it, of RUN, COPY and ADD.</summary>
    public IReadOnlyList<DockerfileHeredoc> Heredocs { get; init; } = [];

    /// <summary>Whether its arguments are a JSON array.</summary>
    public bool IsJson { get; init; }

    /// <summary>What an ONBUILD does later; null for all others.</summary>
    public DockerfileInstruction? Trigger { get; init; }

    /// <summary>The comments right before it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Empty lines in the middle of it, which builders still accept.</summary>
    public IReadOnlyList<DockerfileExtent> EmptyLines { get; init; } = [];

    /// <summary>Where it stands, with its heredocs.</summary>
    public required DockerfileExtent Extent { get; init; }

    /// <summary>All that stands behind the keyword and the options, on one line.</summary>
    public string ArgumentText { get; init; } = "";

    /// <summary>The instruction on one line, without its heredocs.</summary>
    public required string Code { get; init; }

    /// <summary>The instruction as it is written, with its line ends and heredocs.</summary>
    public required string Text { get; init; }

    /// <summary>The instruction on one line.</summary>
    public override string ToString() => Code;
}

/// <summary>An option of an instruction.</summary>
/// <param name="Name">The name without its dashes: <c>from</c>.</param>
/// <param name="Value">The value without quotes; null when it has none.</param>
/// <param name="Extent">Where it stands.</param>
public sealed record DockerfileFlag(string Name, string? Value, DockerfileExtent Extent)
{
    /// <summary>The option as it is written.</summary>
    public override string ToString() => Value is null ? "--" + Name : $"--{Name}={Value}";
}

/// <summary>An argument of an instruction.</summary>
/// <param name="Text">The argument.</param>
/// <param name="Extent">Where it stands.</param>
public sealed record DockerfileArgument(string Text, DockerfileExtent Extent)
{
    /// <summary>The argument.</summary>
    public override string ToString() => Text;
}

/// <summary>A name and a value of ARG, ENV or LABEL.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value with its quotes and variables; null for an ARG without one.</param>
/// <param name="IsLegacy">Whether white space stands between both, in place of an equals sign.</param>
/// <param name="Extent">Where it stands.</param>
public sealed record DockerfilePair(string Name, string? Value, bool IsLegacy, DockerfileExtent Extent)
{
    /// <summary>As <c>name=value</c>.</summary>
    public override string ToString() => Value is null ? Name : $"{Name}={Value}";
}

/// <summary>A document that follows an instruction.</summary>
/// <param name="Name">The word that ends it.</param>
/// <param name="Content">Its lines as they are written.</param>
/// <param name="IsExpanded">Whether variables in it are filled in: not when the word is quoted.</param>
/// <param name="StripsTabs">Whether tabs at the beginning of its lines are taken away, as <c>&lt;&lt;-</c> asks for.</param>
/// <param name="FileDescriptor">The number before it, as in <c>3&lt;&lt;EOF</c>; 0 when there is none.</param>
/// <param name="Extent">Where its lines stand, without the one that ends it.</param>
public sealed record DockerfileHeredoc(
    string Name,
    string Content,
    bool IsExpanded,
    bool StripsTabs,
    int FileDescriptor,
    DockerfileExtent Extent)
{
    /// <summary>Its lines.</summary>
    public override string ToString() => Content;
}
