using System.Collections;
using System.Management.Automation;
using System.Security;

namespace DockerPS.Binding;

/// <summary>
/// Base class of the transformations for parameters that accept one value, an array, or a hashtable of pairs. It flattens them to a list
/// and transforms each item.
/// </summary>
public abstract class ListTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var items = new List<object?>();
        if (inputData is not null)
            Add(items, inputData, engineIntrinsics.SessionState);
        return items.ToArray();
    }

    /// <summary>Transforms a pair of a hashtable.</summary>
    protected abstract object TransformPair(object key, object? value);

    /// <summary>Transforms a hashtable; by default into its pairs.</summary>
    protected virtual IEnumerable<object> TransformTable(IDictionary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (DictionaryEntry pair in table)
            yield return TransformPair(pair.Key, pair.Value);
    }

    /// <summary>Transforms a single item; unchanged by default.</summary>
    protected virtual object? TransformItem(object? item, SessionState session) => item;

    /// <summary>Joins items of a list that belong together; unchanged by default.</summary>
    protected virtual IEnumerable<object?> Group(IEnumerable<object?> list) => list;

    void Add(List<object?> items, object? input, SessionState session)
    {
        object? value = input is PSObject wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case IDictionary pairs:
                items.AddRange(TransformTable(pairs));
                break;
            case string text:
                items.AddRange(Group([text]).Select(part => TransformItem(part, session)));
                break;
            case IEnumerable list:
                foreach (object? item in Group(list.Cast<object?>()))
                    Add(items, item, session);
                break;
            default:
                // the wrapper keeps the number as it was typed: 1.50 stays 1.50
                items.Add(TransformItem(input, session));
                break;
        }
    }
}

/// <summary>Accepts <c>@{ NAME = 'value' }</c> as well as <c>'NAME=value'</c>.</summary>
public class KeyValueTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}={LanguagePrimitives.ConvertTo<string>(value)}";
}

/// <summary>Accepts labels as pairs or as <c>NAME=value</c>, and checks their names.</summary>
public sealed class LabelTransformationAttribute : KeyValueTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => Check((string)base.TransformPair(key, value));

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session) => Check(LanguagePrimitives.ConvertTo<string>(item));

    static string Check(string label)
    {
        TextValues.Run(() => PairName.CheckLabel(label));
        return label;
    }
}

/// <summary>
/// Accepts environment variables as pairs, as <c>NAME=value</c>, or as <c>NAME</c> alone, which takes the value from the session.
/// </summary>
public sealed class EnvironmentTransformationAttribute : KeyValueTransformationAttribute
{
    /// <summary>
    /// Whether a name that the session does not have is kept instead of omitted; engines then remove the image's variable from the
    /// container.
    /// </summary>
    public bool KeepsUnset { get; set; }

    /// <summary>Whether an empty string is kept, for the empty cell of a table.</summary>
    public bool KeepsEmpty { get; set; }

    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => Check((string)base.TransformPair(key, value));

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session)
    {
        string text = LanguagePrimitives.ConvertTo<string>(item);
        if (text.Length == 0 && KeepsEmpty)
            return text;
        Check(text);
        if (text.Contains('='))
            return text;
        return Environment.GetEnvironmentVariable(text) is { } value ? $"{text}={value}" : KeepsUnset ? text : null;
    }

    static string Check(string variable)
    {
        TextValues.Run(() => PairName.CheckVariable(variable));
        return variable;
    }
}

/// <summary>
/// Accepts <c>@{ token = $secureString }</c>, <c>@{ token = $credential }</c> and <c>@{ token = 'token.txt' }</c> as well as docker's
/// syntax. Errors do not repeat the value, which may be the secret.
/// </summary>
public sealed class BuildSecretTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) =>
        Make(() => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secret => new BuildSecret($"{key}", secret),
        PSCredential credential => new BuildSecret($"{key}", credential.Password),
        FileInfo file => new BuildSecret($"{key}", file.FullName),
        string { Length: > 0 } path => new BuildSecret($"{key}", path),
        _ => throw new FormatException($"The secret '{key}' is neither a SecureString, a credential nor a file."),
    });

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session) =>
        item is string text ? Make(() => new BuildSecret(text)) : item;

    /// <summary>Without quotes, <c>id=token,src=token.txt</c> is a list of two strings.</summary>
    protected override IEnumerable<object?> Group(IEnumerable<object?> list)
    {
        var parts = new List<string>();
        foreach (object? item in list)
        {
            string? part = (item is PSObject wrapped ? wrapped.BaseObject : item) as string;
            if (parts.Count > 0 && (part is null || (HasId(part) && parts.Exists(HasId))))
            {
                yield return string.Join(',', parts);
                parts.Clear();
            }
            if (part is null)
                yield return item;
            else
                parts.Add(part);
        }
        if (parts.Count > 0)
            yield return string.Join(',', parts);
    }

    static bool HasId(string part) => part.Contains("id=", StringComparison.OrdinalIgnoreCase);

    static BuildSecret Make(Func<BuildSecret> make)
    {
        try
        {
            return make();
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message);
        }
    }
}
