using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The path of a request, as an interpolated string that only accepts <see cref="PathPart" /> values, so that text from a user or an engine
/// never gets into a path unescaped.
/// </summary>
/// <example><code>EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/json", subject)</code></example>
/// <param name="literalLength">The length of the literal parts.</param>
/// <param name="holes">The number of interpolated parts.</param>
[InterpolatedStringHandler]
internal sealed class RequestPath(int literalLength, int holes)
{
    const int UsualPartLength = 64;

    readonly StringBuilder text = new(literalLength + (holes * UsualPartLength));

    /// <summary>The kind of object whose name cannot exist; null if every part may be a name.</summary>
    public string? RefusedKind { get; private set; }

    /// <summary>That part, as it was given.</summary>
    public string? RefusedPart { get; private set; }

    /// <summary>A path without parts from outside.</summary>
    public static RequestPath Of([ConstantExpected] string path)
    {
        var made = new RequestPath(path.Length, 0);
        made.AppendLiteral(path);
        return made;
    }

    /// <summary>The path of a request from elsewhere, which is only displayed.</summary>
    public static RequestPath OfMade(Uri address)
    {
        var made = new RequestPath(0, 0);
        made.AppendLiteral(address.AbsolutePath);
        return made;
    }

    /// <summary>Appends literal text.</summary>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Appends a part.</summary>
    public void AppendFormatted(PathPart part)
    {
        if (part.IsRefused && RefusedPart is null)
            (RefusedKind, RefusedPart) = (KindHere(), part.Text);
        text.Append(part.Escaped);
    }

    /// <summary>Appends to another path.</summary>
    public void AppendFormatted(RequestPath path)
    {
        (RefusedKind, RefusedPart) = (path.RefusedKind, path.RefusedPart);
        text.Append(path);
    }

    /// <inheritdoc />
    public override string ToString() => text.ToString();

    /// <summary>The kind of the next name.</summary>
    string? KindHere() => text.ToString() switch
    {
        "/containers/" => "Container",
        "/images/" => "Image",
        "/networks/" => "Network",
        "/volumes/" => "Volume",
        _ => null,
    };
}

/// <summary>An escaped part of a path that is not a literal in the code.</summary>
/// <param name="Text">The text.</param>
/// <param name="Escaped">The original text.</param>
internal readonly record struct PathPart(string Text, string Escaped)
{
    /// <summary>
    /// Whether it would change the meaning of the path: it is empty, or one of its segments is empty or consists of dots. Names and ids are
    /// never like that.
    /// </summary>
    public bool IsRefused => Text.Split('/').Any(static segment => segment is "" or "." or "..");
}
