using System.Text;

namespace DockerPS;

/// <summary>The object of a request: its kind, which determines the error id, and the name that the user gave.</summary>
/// <param name="Kind">The kind in the singular, as in an error id: <c>Container</c>, <c>Image</c>, <c>Volume</c>…</param>
/// <param name="Name">The name that the user gave; null if none was given.</param>
public sealed record Subject(string Kind, string? Name = null)
{
    /// <summary>The engine itself.</summary>
    public static Subject Engine { get; } = new("Engine");

    /// <summary>The kind as used in a sentence: <c>container</c>, <c>build cache entry</c>.</summary>
    public string Noun
    {
        get
        {
            var noun = new StringBuilder();
            foreach (char letter in Kind)
                noun.Append(char.IsUpper(letter) && noun.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
            return noun.ToString();
        }
    }

    /// <summary>A container.</summary>
    public static Subject Container(string name) => new("Container", name);

    /// <summary>An image.</summary>
    public static Subject Image(string name) => new("Image", name);

    /// <summary>A volume.</summary>
    public static Subject Volume(string name) => new("Volume", name);

    /// <summary>A network.</summary>
    public static Subject Network(string name) => new("Network", name);
}
