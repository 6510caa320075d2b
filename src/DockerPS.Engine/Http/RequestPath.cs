using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The path of a call, as an interpolated string: only a <see cref="PathPart" /> goes into its holes, so that no text of a user or an
/// engine becomes a path unescaped.
/// </summary>
/// <example><code>EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/json", subject)</code></example>
/// <param name="literalLength">How long all but the holes is.</param>
/// <param name="holes">How many holes there are.</param>
[InterpolatedStringHandler]
internal sealed class RequestPath(int literalLength, int holes)
{
    const int UsualPartLength = 64;

    readonly StringBuilder text = new(literalLength + (holes * UsualPartLength));

    /// <summary>The kind of the thing that a part names which nothing can be called; null when every part may be a name.</summary>
    public string? RefusedKind { get; private set; }

    /// <summary>That part, as it was given.</summary>
    public string? RefusedPart { get; private set; }

    /// <summary>A path without any part of somebody else's.</summary>
    public static RequestPath Of([ConstantExpected] string path)
    {
        var made = new RequestPath(path.Length, 0);
        made.AppendLiteral(path);
        return made;
    }

    /// <summary>The path of a request that was made elsewhere, which is only shown.</summary>
    public static RequestPath OfMade(Uri address)
    {
        var made = new RequestPath(0, 0);
        made.AppendLiteral(address.AbsolutePath);
        return made;
    }

    /// <summary>Appends a text of this module's own.</summary>
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

    /// <summary>The kind of what is named next.</summary>
    string? KindHere() => text.ToString() switch
    {
        "/containers/" => "Container",
        "/images/" => "Image",
        "/networks/" => "Network",
        "/volumes/" => "Volume",
        _ => null,
    };
}

/// <summary>A part of a path that was not written in the code, escaped.</summary>
/// <param name="Text">The text.</param>
/// <param name="Escaped">What stands for it.</param>
internal readonly record struct PathPart(string Text, string Escaped)
{
    /// <summary>
    /// Whether it would make the path another one than was meant: it is empty, or one of the segments that it is read as is empty or dots.
    /// No name and no id is like that.
    /// </summary>
    public bool IsRefused => Text.Split('/').Any(static segment => segment is "" or "." or "..");
}
