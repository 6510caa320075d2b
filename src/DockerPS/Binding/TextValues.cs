using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Reads values of the model from what users write, with an error of one sentence.</summary>
static class TextValues
{
    /// <summary>What is bound, without its wrapping.</summary>
    public static object? Unwrap(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;

    /// <summary>The value of an input: itself if it is one already, else what its text says. A number is read as it was written.</summary>
    public static T? Read<T>(object? input)
        where T : class, ITextValue<T> => Unwrap(input) switch
        {
            null => null,
            T value => value,
            _ => Parse<T>(LanguagePrimitives.ConvertTo<string>(input)),
        };

    /// <summary>The value of a text.</summary>
    public static T Parse<T>(string text)
        where T : class, ITextValue<T>
    {
        T? value = null;
        Run(() => value = T.Parse(text));
        return value!;
    }

    /// <summary>Runs what reads or checks a value; what it says of a wrong one is the whole error.</summary>
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
    /// What was typed in place of a number where the number alone does not say it: PowerShell takes <c>2d</c>, <c>1.5s</c> and <c>10us</c>
    /// for numbers of some type, without a unit. Null for a plain number, and for what is none.
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
