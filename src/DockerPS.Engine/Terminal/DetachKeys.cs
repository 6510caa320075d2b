namespace DockerPS.Engine;

/// <summary>
/// The keys that let go of a terminal. What may be their beginning is held back until the next key: the program must not see it, and
/// engines recognise the keys only when each comes alone.
/// </summary>
public sealed class DetachKeys
{
    /// <summary>What <c>docker</c> has when nothing else is said.</summary>
    public const string Default = "ctrl-p,ctrl-q";

    const string Control = "ctrl-";

    readonly byte[] keys;
    int held;

    DetachKeys(string text, byte[] keys)
    {
        Text = text;
        this.keys = keys;
    }

    /// <summary>The keys in docker's syntax, as the engine takes them.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads docker's syntax: keys separated by commas, each a character or <c>ctrl-</c> with a letter or one of <c>@ [ \ ] ^ _</c>.
    /// </summary>
    /// <exception cref="EngineException">It is something else.</exception>
    public static DetachKeys Parse(string text) => new(text, Array.ConvertAll(text.Split(','), part => ToByte(part, text)));

    /// <summary>Takes what was typed.</summary>
    /// <param name="typed">The bytes.</param>
    /// <param name="pass">What the program is to get of it.</param>
    /// <returns>Whether the keys were typed; what follows them belongs to nobody.</returns>
    public bool Filter(ReadOnlySpan<byte> typed, List<byte> pass)
    {
        foreach (byte key in typed)
        {
            if (key != keys[held])
            {
                pass.AddRange(keys.AsSpan(0, held));
                held = 0;
            }
            if (key != keys[held])
                pass.Add(key);
            else if (++held == keys.Length)
                return true;
        }
        return false;
    }

    static byte ToByte(string part, string text)
    {
        if (part is [> ' ' and <= '~' and var single])
            return (byte)single;
        if (part.Length == Control.Length + 1
            && part.StartsWith(Control, StringComparison.OrdinalIgnoreCase)
            && char.ToUpperInvariant(part[^1]) is >= '@' and <= '_' and var letter)
            return (byte)(letter - '@');
        throw new EngineException(
            EngineError.Invalid,
            new Subject("DetachKey", text),
            $"'{text}' names no keys. Expected keys separated by commas, each a character or ctrl- with a letter or one of @ [ \\ ] ^ _, such as {Default} or ctrl-x,x.");
    }
}
