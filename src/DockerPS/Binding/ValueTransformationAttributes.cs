using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace DockerPS.Binding;

/// <summary>Accepts a value or its text; a list is taken as a text with commas that was written without quotes.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class ValueTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => TextValues.Read<T>(BareLists.Join(inputData));
}

/// <summary>Accepts values or their texts, or the pairs of a hashtable.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public class ValuesTransformationAttribute<T> : ListTransformationAttribute
    where T : class, ITextValue<T>
{
    /// <summary>The separator between the two parts of a pair in text form.</summary>
    public char PairSeparator { get; set; } = ':';

    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => TextValues.Parse<T>($"{key}{PairSeparator}{LanguagePrimitives.ConvertTo<string>(value)}");

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session) => TextValues.Read<T>(item);
}

/// <summary>Accepts values whose text may consist of fields such as <c>name=front,alias=web</c>, with or without quotes.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="repeatable">The fields that may occur several times.</param>
public class FieldValuesTransformationAttribute<T>(params string[] repeatable) : ValuesTransformationAttribute<T>
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinFields(list, repeatable);
}

/// <summary>Accepts values whose text may end with options such as <c>rw,noexec</c>, with or without quotes.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="marks">Characters that occur in a value but not in an option.</param>
public sealed class OptionValuesTransformationAttribute<T>(string marks) : ValuesTransformationAttribute<T>
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinOptions(list, marks);
}

/// <summary>
/// Accepts ports as text, numbers, fields, or <c>@{ 8080 = 80 }</c>, and several in one text separated by commas, as in a table cell.
/// </summary>
public sealed class PortMappingTransformationAttribute() : FieldValuesTransformationAttribute<PortMapping>()
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => base.Group(list.SelectMany(Split));

    static IEnumerable<object?> Split(object? item) => TextValues.Unwrap(item) is string text && !text.Contains('=')
        ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [item];
}

/// <summary>Accepts mounts in docker's notation, with or without quotes, and as hashtables, one per mount.</summary>
public sealed class MountTransformationAttribute : ValuesTransformationAttribute<Mount>
{
    static readonly string[] Repeatable = ["volume-label", "volume-opt"];

    /// <inheritdoc />
    protected override IEnumerable<object> TransformTable(IDictionary table)
    {
        Mount? mount = null;
        TextValues.Run(() => mount = Mount.Parse(table));
        return [mount!];
    }

    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinFields(list, Repeatable, joinsWords: true);
}

/// <summary>Accepts texts that may consist of fields such as <c>type=registry,ref=app:cache</c>, with or without quotes.</summary>
public sealed class FieldsTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}={value}";

    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinFields(list, []);
}

/// <summary>Also accepts a text with commas, such as <c>0,1</c>, without quotes.</summary>
public sealed class CommaTextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => BareLists.Join(inputData);
}

/// <summary>Accepts IP addresses, or their text; an IPv4 address must have four decimal numbers.</summary>
public sealed class AddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        TextValues.Unwrap(inputData) is object[] list ? Array.ConvertAll(list, ToAddress) : ToAddress(inputData);

    static object? ToAddress(object? input)
    {
        if (TextValues.Unwrap(input) is null or IPAddress)
            return TextValues.Unwrap(input);
        IPAddress? address = null;
        TextValues.Run(() => address = NetworkAddress.Parse(LanguagePrimitives.ConvertTo<string>(input)));
        return address;
    }
}

/// <summary>Accepts a number; otherwise the error says what was expected.</summary>
/// <param name="what">What the number means, such as <c>number of lines</c>.</param>
/// <param name="example">An example, such as 100.</param>
public sealed class NumberTransformationAttribute(string what, double example) : ArgumentTransformationAttribute
{
    /// <summary>Whether fractions are allowed.</summary>
    public bool IsFractional { get; set; }

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = TextValues.Unwrap(inputData);
        if (value is not string && !TextValues.IsNumber(value) && value is not object[])
            return inputData;
        string text = LanguagePrimitives.ConvertTo<string>(value);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
            && (IsFractional || Math.Floor(number) == number)
            ? inputData
            : throw new ArgumentTransformationMetadataException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a valid {what}. Expected a {(IsFractional ? "" : "whole ")}number such as {example}."));
    }
}
