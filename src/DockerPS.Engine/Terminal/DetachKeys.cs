namespace DockerPS.Engine;

/// <summary>
/// The keys that detach from a terminal. Keys that may begin the sequence are held back until the next one: the program must not see them,
/// and engines only recognize the keys if each comes alone.
/// </summary>
public sealed class DetachKeys
{
    /// <summary>The default of <c>docker</c>.</summary>
    public const string Default = "ctrl-p,ctrl-q";

    const string Control = "ctrl-";

    readonly byte[] keys;
    int held;

    DetachKeys(string text, byte[] keys)
    {
        Text = text;
        this.keys = keys;
    }

    /// <summary>The keys in docker's syntax, as the engine accepts them.</summary>
    public string Text { get; }

    /// <summary>
    /// Parses docker's syntax: keys separated by commas, each a character or <c>ctrl-</c> with a letter or one of <c>@ [ \ ] ^ _</c>.
    /// </summary>
    /// <exception cref="EngineException">The text is invalid.</exception>
    public static DetachKeys Parse(string text) => new(text, Array.ConvertAll(text.Split(','), part => ToByte(part, text)));

    /// <summary>Receives input.</summary>
    /// <param name="typed">The bytes.</param>
    /// <param name="pass">Receives the bytes for the program.</param>
    /// <returns>Whether the keys were typed; everything after them is discarded.</returns>
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
            $"'{text}' is not a valid key sequence. Expected keys separated by commas, each a character or ctrl- with a letter or one of @ "
            + $"[ \\ ] ^ _, such as {Default} or ctrl-x,x.");
    }
}
