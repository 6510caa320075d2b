namespace DockerPS;

/// <summary>A Dockerfile in its parts. Nothing is lost: <see cref="ToString" /> is the text as it was read.</summary>
/// <remarks>Source: the Dockerfile reference, and the parser of github.com/moby/buildkit (frontend/dockerfile).</remarks>
public sealed record Dockerfile
{
    /// <summary>The path of the file; null for a text that came without one.</summary>
    public string? Path { get; init; }

    /// <summary>The parser directives, such as <c># syntax=docker/dockerfile:1</c>.</summary>
    public IReadOnlyList<DockerfileDirective> Directives { get; init; } = [];

    /// <summary>The image that a builder reads the file with; null when the file names none.</summary>
    public string? Syntax => Directive("syntax");

    /// <summary>What the file says about checks, such as <c>skip=JSONArgsRecommended;error=true</c>; null when it says nothing.</summary>
    public string? Check => Directive("check");

    /// <summary>The character that takes the next one as it stands and, at the end of a line, lets an instruction go on.</summary>
    public char Escape { get; init; } = '\\';

    /// <summary>All instructions in their order.</summary>
    public IReadOnlyList<DockerfileInstruction> Instructions { get; init; } = [];

    /// <summary>The stages in their order.</summary>
    public IReadOnlyList<DockerfileStage> Stages { get; init; } = [];

    /// <summary>The ARG instructions before the first stage.</summary>
    public IReadOnlyList<DockerfileInstruction> GlobalArguments { get; init; } = [];

    /// <summary>The comments; a parser directive is none.</summary>
    public IReadOnlyList<DockerfileComment> Comments { get; init; } = [];

    /// <summary>The whole text, with its line ends and the byte-order mark if it has one.</summary>
    public required string Text { get; init; }

    /// <summary>The number of lines.</summary>
    public int LineCount { get; init; }

    /// <summary>The whole text.</summary>
    public override string ToString() => Text;

    string? Directive(string name) => Directives.FirstOrDefault(directive => directive.Name == name)?.Value;
}

/// <summary>A parser directive at the beginning of a Dockerfile.</summary>
/// <param name="Name">Its name in lower case: <c>syntax</c>, <c>escape</c> or <c>check</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Extent">Where it stands.</param>
public sealed record DockerfileDirective(string Name, string Value, DockerfileExtent Extent)
{
    /// <summary>The directive as a line.</summary>
    public override string ToString() => $"# {Name}={Value}";
}

/// <summary>A comment of a Dockerfile.</summary>
/// <param name="Text">What it says, without the number sign.</param>
/// <param name="Extent">Where it stands.</param>
public sealed record DockerfileComment(string Text, DockerfileExtent Extent)
{
    /// <summary>What it says.</summary>
    public override string ToString() => Text;
}

/// <summary>
/// A piece of a Dockerfile. Lines and columns count from 1, offsets from 0; the end column and the end offset are those behind the last
/// character. Columns and offsets count UTF-16 characters as .NET does; a byte-order mark has no column.
/// </summary>
/// <param name="StartLine">The first line.</param>
/// <param name="StartColumn">The column at which it begins.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="EndColumn">The column behind its end.</param>
/// <param name="StartOffset">Where it begins in the text.</param>
/// <param name="EndOffset">Where it ends in the text.</param>
public sealed record DockerfileExtent(int StartLine, int StartColumn, int EndLine, int EndColumn, int StartOffset, int EndOffset)
{
    /// <summary>As <c>3:1-4:20</c>.</summary>
    public override string ToString() => $"{StartLine}:{StartColumn}-{EndLine}:{EndColumn}";
}

/// <summary>Where and why a Dockerfile is refused.</summary>
/// <param name="Path">The path of the file; null for a text that came without one.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Reason">What is wrong and what was expected.</param>
public sealed record DockerfileParseFailure(string? Path, int Line, int Column, string Reason);
