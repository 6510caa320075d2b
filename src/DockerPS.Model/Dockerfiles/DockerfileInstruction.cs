namespace DockerPS;

/// <summary>An instruction in a Dockerfile.</summary>
public sealed record DockerfileInstruction
{
    /// <summary>The keyword in upper case: <c>FROM</c>, <c>RUN</c>, <c>COPY</c>…</summary>
    public required string Keyword { get; init; }

    /// <summary>The keyword as written.</summary>
    public required string WrittenKeyword { get; init; }

    /// <summary>The position of the keyword.</summary>
    public required DockerfileExtent KeywordExtent { get; init; }

    /// <summary>The first line, starting at 1.</summary>
    public int Line => Extent.StartLine;

    /// <summary>The last line, including here-documents.</summary>
    public int EndLine => Extent.EndLine;

    /// <summary>The number of its stage, starting at 0; -1 before the first stage.</summary>
    public int Stage { get; init; } = -1;

    /// <summary>The options, such as <c>--from=build</c>.</summary>
    public IReadOnlyList<DockerfileFlag> Flags { get; init; } = [];

    /// <summary>
    /// The arguments before variables are expanded: words with their quotes, the strings of a JSON array, or the whole command of the shell
    /// form.
    /// </summary>
    public IReadOnlyList<DockerfileArgument> Arguments { get; init; } = [];

    /// <summary>
    /// The arguments after the builder's expansion of variables and removal of quotes; null for instructions that are not expanded, such as
    /// RUN, CMD and ENTRYPOINT. A variable that only the base image could define is empty.
    /// </summary>
    public IReadOnlyList<string>? ExpandedArguments { get; init; }

    /// <summary>Why the builder cannot expand the variables; null if it can.</summary>
    public string? ExpansionProblem { get; init; }

    /// <summary>The names and values of ARG, ENV and LABEL, as written.</summary>
    public IReadOnlyList<DockerfilePair> Pairs { get; init; } = [];

    /// <summary>The here-documents of RUN, COPY and ADD.</summary>
    public IReadOnlyList<DockerfileHeredoc> Heredocs { get; init; } = [];

    /// <summary>Whether its arguments are a JSON array.</summary>
    public bool IsJson { get; init; }

    /// <summary>The instruction that an ONBUILD triggers later; null for other instructions.</summary>
    public DockerfileInstruction? Trigger { get; init; }

    /// <summary>The comments directly before it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Empty lines inside it, which builders still accept.</summary>
    public IReadOnlyList<DockerfileExtent> EmptyLines { get; init; } = [];

    /// <summary>Its position, including its here-documents.</summary>
    public required DockerfileExtent Extent { get; init; }

    /// <summary>Everything after the keyword and the options, on one line.</summary>
    public string ArgumentText { get; init; } = "";

    /// <summary>The instruction on one line, without its here-documents.</summary>
    public required string Code { get; init; }

    /// <summary>The instruction as written, with its line endings and here-documents.</summary>
    public required string Text { get; init; }

    /// <summary>The instruction on one line.</summary>
    public override string ToString() => Code;
}

/// <summary>An option of an instruction.</summary>
/// <param name="Name">The name without its dashes: <c>from</c>.</param>
/// <param name="Value">The value without quotes; null if it has none.</param>
/// <param name="Extent">Its position.</param>
public sealed record DockerfileFlag(string Name, string? Value, DockerfileExtent Extent)
{
    /// <summary>The option as written.</summary>
    public override string ToString() => Value is null ? "--" + Name : $"--{Name}={Value}";
}

/// <summary>An argument of an instruction.</summary>
/// <param name="Text">The argument.</param>
/// <param name="Extent">Its position.</param>
public sealed record DockerfileArgument(string Text, DockerfileExtent Extent)
{
    /// <summary>The argument.</summary>
    public override string ToString() => Text;
}

/// <summary>A name and a value of ARG, ENV or LABEL.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value with its quotes and variables; null for an ARG without a value.</param>
/// <param name="IsLegacy">Whether white space separates the two instead of an equals sign.</param>
/// <param name="Extent">Its position.</param>
public sealed record DockerfilePair(string Name, string? Value, bool IsLegacy, DockerfileExtent Extent)
{
    /// <summary>As <c>name=value</c>.</summary>
    public override string ToString() => Value is null ? Name : $"{Name}={Value}";
}

/// <summary>A here-document that follows an instruction.</summary>
/// <param name="Name">The word that ends it.</param>
/// <param name="Content">Its lines as written.</param>
/// <param name="IsExpanded">Whether variables in it are expanded, which is not the case if the word is quoted.</param>
/// <param name="StripsTabs">Whether leading tabs are removed from its lines, as <c>&lt;&lt;-</c> requests.</param>
/// <param name="FileDescriptor">The number before it, as in <c>3&lt;&lt;EOF</c>; 0 if there is none.</param>
/// <param name="Extent">The position of its lines, without the final one.</param>
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
