namespace DockerPS;

/// <summary>A parsed Dockerfile. Nothing is lost: <see cref="ToString" /> returns the original text.</summary>
/// <remarks>Source: the Dockerfile reference, and the parser of github.com/moby/buildkit (frontend/dockerfile).</remarks>
public sealed record Dockerfile
{
    /// <summary>The path of the file; null for a text without a path.</summary>
    public string? Path { get; init; }

    /// <summary>The parser directives, such as <c># syntax=docker/dockerfile:1</c>.</summary>
    public IReadOnlyList<DockerfileDirective> Directives { get; init; } = [];

    /// <summary>The image of the frontend that parses the file; null if the file does not name one.</summary>
    public string? Syntax => Directive("syntax");

    /// <summary>The check directive, such as <c>skip=JSONArgsRecommended;error=true</c>; null if there is none.</summary>
    public string? Check => Directive("check");

    /// <summary>The escape character: makes the next character literal, and at the end of a line continues the instruction.</summary>
    public char Escape { get; init; } = '\\';

    /// <summary>All instructions, in order.</summary>
    public IReadOnlyList<DockerfileInstruction> Instructions { get; init; } = [];

    /// <summary>The stages, in order.</summary>
    public IReadOnlyList<DockerfileStage> Stages { get; init; } = [];

    /// <summary>The ARG instructions before the first stage.</summary>
    public IReadOnlyList<DockerfileInstruction> GlobalArguments { get; init; } = [];

    /// <summary>The comments, not including parser directives.</summary>
    public IReadOnlyList<DockerfileComment> Comments { get; init; } = [];

    /// <summary>The whole text, including line endings and a byte order mark if it has one.</summary>
    public required string Text { get; init; }

    /// <summary>The number of lines.</summary>
    public int LineCount { get; init; }

    /// <summary>The whole text.</summary>
    public override string ToString() => Text;

    // builders read these two before all else: no further than to the first directive that is indented, and up to the first space
    string? Directive(string name) =>
        Directives.TakeWhile(static directive => directive.Extent.StartColumn == 1)
            .FirstOrDefault(directive => directive.Name == name)
            ?.Value.Split(' ', 2)[0];
}

/// <summary>A parser directive at the beginning of a Dockerfile.</summary>
/// <param name="Name">The name in lower case: <c>syntax</c>, <c>escape</c> or <c>check</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Extent">Its position.</param>
public sealed record DockerfileDirective(string Name, string Value, DockerfileExtent Extent)
{
    /// <summary>The directive as a line.</summary>
    public override string ToString() => $"# {Name}={Value}";
}

/// <summary>A comment in a Dockerfile.</summary>
/// <param name="Text">The text without the number sign.</param>
/// <param name="Extent">Its position.</param>
public sealed record DockerfileComment(string Text, DockerfileExtent Extent)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}

/// <summary>
/// A range in a Dockerfile. Lines and columns start at 1, offsets at 0; the end column and end offset are just after the last character.
/// Columns and offsets count UTF-16 characters, as .NET does; a byte order mark has no column.
/// </summary>
/// <param name="StartLine">The first line.</param>
/// <param name="StartColumn">The first column.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="EndColumn">The column after its end.</param>
/// <param name="StartOffset">The offset where it begins.</param>
/// <param name="EndOffset">The offset where it ends.</param>
public sealed record DockerfileExtent(int StartLine, int StartColumn, int EndLine, int EndColumn, int StartOffset, int EndOffset)
{
    /// <summary>As <c>3:1-4:20</c>.</summary>
    public override string ToString() => $"{StartLine}:{StartColumn}-{EndLine}:{EndColumn}";
}

/// <summary>Where and why a Dockerfile was rejected.</summary>
/// <param name="Path">The path of the file; null for a text without a path.</param>
/// <param name="Line">The line, starting at 1.</param>
/// <param name="Column">The column, starting at 1.</param>
/// <param name="Reason">What is wrong and what was expected.</param>
public sealed record DockerfileParseFailure(string? Path, int Line, int Column, string Reason);
