namespace DockerPS;

/// <summary>
/// What a user names a thing by: its name, a wildcard, the beginning of its id, or the object itself. A reference made from an object
/// also knows the engine of that object.
/// </summary>
public abstract class ResourceReference
{
    /// <summary>What is wrong with an empty text, and what is expected.</summary>
    public const string EmptyText = "Expected a name, a wildcard or the beginning of an id, but got an empty text.";

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

    /// <summary>The name, wildcard or id as the user gave it; the full id when it was made from an object.</summary>
    public string Text { get; }

    /// <summary>The address of the engine of the object it was made from; null when the user wrote a text.</summary>
    public string? Engine { get; }

    /// <summary>
    /// The object of another kind that was given; null when this names a thing of its own kind. It never stands for a thing of the same
    /// name.
    /// </summary>
    public OtherThing? Other { get; }

    /// <summary>
    /// Whether the text is a pattern that may fit any number of things: none of Docker's names can hold these characters.
    /// </summary>
    public virtual bool IsWildcard => Engine is null && Other is null && Text.AsSpan().IndexOfAny("*?[") >= 0;

    /// <inheritdoc />
    public override string ToString() => Text;
}
