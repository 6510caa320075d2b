namespace DockerPS;

/// <summary>
/// What identifies an object: its name, a wildcard, an id prefix, or the object itself. A reference created from an object also knows its
/// engine.
/// </summary>
public abstract class ResourceReference
{
    /// <summary>What is wrong with an empty string, and what is expected.</summary>
    public const string EmptyText = "Expected a name, a wildcard or an id prefix, but got an empty string.";

    private protected ResourceReference(string text, string? engine = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Trim();
        if (Text.Length == 0)
            throw new FormatException(EmptyText);
        Engine = string.IsNullOrEmpty(engine) ? null : engine;
    }

    private protected ResourceReference(OtherThing other)
        : this((other ?? throw new ArgumentNullException(nameof(other))).Name, other.Engine) => Other = other;

    /// <summary>The name, wildcard or id as the user typed it; the full id if it was created from an object.</summary>
    public string Text { get; }

    /// <summary>The address of the engine of the object that it was created from; null if the user typed text.</summary>
    public string? Engine { get; }

    /// <summary>
    /// The object of another kind that was given; null if this refers to an object of its own kind. It is never mistaken for an object with
    /// the same name.
    /// </summary>
    public OtherThing? Other { get; }

    /// <summary>Whether the text is a pattern that may match any number of objects: Docker names cannot contain these characters.</summary>
    public virtual bool IsWildcard => Engine is null && Other is null && Text.AsSpan().IndexOfAny("*?[") >= 0;

    /// <inheritdoc />
    public override string ToString() => Text;
}
