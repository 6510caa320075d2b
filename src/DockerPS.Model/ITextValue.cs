namespace DockerPS;

/// <summary>
/// A value that people also write as a text: <c>Parse</c> reads docker's syntax, and <see cref="object.ToString" /> writes it.
/// </summary>
/// <typeparam name="TSelf">The value itself.</typeparam>
public interface ITextValue<TSelf>
    where TSelf : ITextValue<TSelf>
{
    /// <summary>Reads the text, and checks what it says.</summary>
    /// <exception cref="FormatException">It is not such a value; the message says what was expected.</exception>
    static abstract TSelf Parse(string text);

    /// <summary>Checks the properties, which may have been set one by one.</summary>
    /// <exception cref="FormatException">They are not a valid value; the message says what was expected.</exception>
    void Check();
}
