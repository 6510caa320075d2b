namespace DockerPS;

/// <summary>A value that also has a text form: <c>Parse</c> reads docker's syntax, and <see cref="object.ToString" /> writes it.</summary>
/// <typeparam name="TSelf">The type of the value.</typeparam>
public interface ITextValue<TSelf>
    where TSelf : ITextValue<TSelf>
{
    /// <summary>Parses and checks the text.</summary>
    /// <exception cref="FormatException">The text is invalid; the message says what was expected.</exception>
    static abstract TSelf Parse(string text);

    /// <summary>Checks the properties, which may have been set individually.</summary>
    /// <exception cref="FormatException">The value is invalid; the message says what was expected.</exception>
    void Check();
}
