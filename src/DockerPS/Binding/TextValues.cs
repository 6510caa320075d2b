using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Parses model values from user input, with one-sentence errors.</summary>
static class TextValues
{
    /// <summary>The bound value without its wrapper.</summary>
    public static object? Unwrap(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;

    /// <summary>
    /// Converts an input: a value of the right type is returned unchanged, anything else is parsed. A number is parsed as it was typed.
    /// </summary>
    public static T? Read<T>(object? input)
        where T : class, ITextValue<T> => Unwrap(input) switch
        {
            null => null,
            T value => value,
            _ => Parse<T>(LanguagePrimitives.ConvertTo<string>(input)),
        };

    /// <summary>Parses a string.</summary>
    public static T Parse<T>(string text)
        where T : class, ITextValue<T>
    {
        T? value = null;
        Run(() => value = T.Parse(text));
        return value!;
    }

    /// <summary>Runs code that parses or checks a value; its message about an invalid value becomes the whole error.</summary>
    public static void Run(Action read)
    {
        try
        {
            read();
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    /// <summary>
    /// The text that was typed for a number if the number alone loses information: PowerShell reads <c>2d</c>, <c>1.5s</c> and <c>10us</c>
    /// as numbers without a unit. Null for a plain number, and for anything else.
    /// </summary>
    public static string? TypedNumber(object? input)
    {
        if (input is not PSObject wrapped || !IsNumber(wrapped.BaseObject))
            return null;
        string text = wrapped.ToString();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? null
            : text;
    }

    /// <summary>Whether a value is a number.</summary>
    public static bool IsNumber(object? value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or double or decimal or float;
}
