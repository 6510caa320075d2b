using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace DockerPS.Binding;

/// <summary>Takes a value or its text; a list is a text with commas that was written without quotes.</summary>
/// <typeparam name="T">The value.</typeparam>
public sealed class ValueTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => TextValues.Read<T>(BareLists.Join(inputData));
}

/// <summary>Takes values or their texts, also as the pairs of a hashtable.</summary>
/// <typeparam name="T">The value.</typeparam>
public class ValuesTransformationAttribute<T> : ListTransformationAttribute
    where T : class, ITextValue<T>
{
    /// <summary>What stands between the two parts of a pair where it is a text.</summary>
    public char PairSeparator { get; set; } = ':';

    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => TextValues.Parse<T>($"{key}{PairSeparator}{LanguagePrimitives.ConvertTo<string>(value)}");

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session) => TextValues.Read<T>(item);
}

/// <summary>Takes values whose texts may be fields such as <c>name=front,alias=web</c>, with quotes or without.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="repeatable">The fields that may be there several times.</param>
public class FieldValuesTransformationAttribute<T>(params string[] repeatable) : ValuesTransformationAttribute<T>
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinFields(list, repeatable);
}

/// <summary>Takes values whose texts may end with options such as <c>rw,noexec</c>, with quotes or without.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="marks">The characters of which a text has at least one, and an option none.</param>
public sealed class OptionValuesTransformationAttribute<T>(string marks) : ValuesTransformationAttribute<T>
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinOptions(list, marks);
}

/// <summary>
/// Takes ports as texts, as numbers, as fields, as <c>@{ 8080 = 80 }</c>, and several between the commas of one text, as a cell of a table
/// has them.
/// </summary>
public sealed class PortMappingTransformationAttribute() : FieldValuesTransformationAttribute<PortMapping>()
{
    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => base.Group(list.SelectMany(Split));

    static IEnumerable<object?> Split(object? item) => TextValues.Unwrap(item) is string text && !text.Contains('=')
        ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [item];
}

/// <summary>Takes mounts as docker's texts, with quotes or without, and as hashtables, each of which is a mount.</summary>
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

/// <summary>Takes texts that may be fields such as <c>type=registry,ref=app:cache</c>, with quotes or without.</summary>
public sealed class FieldsTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}={value}";

    /// <inheritdoc />
    protected override IEnumerable<object?> Group(IEnumerable<object?> list) => BareLists.JoinFields(list, []);
}

/// <summary>Takes a text with commas in it, such as <c>0,1</c>, without quotes, too.</summary>
public sealed class CommaTextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => BareLists.Join(inputData);
}

/// <summary>Takes IP addresses as they are or as texts, of which an IPv4 address has four decimal numbers.</summary>
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

/// <summary>Takes a number, and says what was expected in place of what is none.</summary>
/// <param name="what">What the number is of, such as <c>number of lines</c>.</param>
/// <param name="example">A number, such as 100.</param>
public sealed class NumberTransformationAttribute(string what, double example) : ArgumentTransformationAttribute
{
    /// <summary>Whether it may be a part of one.</summary>
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
