using System.Collections;
using System.Management.Automation;
using System.Security;

namespace DockerPS.Binding;

/// <summary>
/// The base of the transformations by which a parameter takes what users write: one value, an array, or a hashtable of pairs. It makes a
/// flat list of it and hands each item on.
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

    /// <summary>What a pair of a hashtable stands for.</summary>
    protected abstract object TransformPair(object key, object? value);

    /// <summary>What a hashtable stands for: its pairs unless a transformation knows better.</summary>
    protected virtual IEnumerable<object> TransformTable(IDictionary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (DictionaryEntry pair in table)
            yield return TransformPair(pair.Key, pair.Value);
    }

    /// <summary>What a single item stands for; itself unless a transformation knows better.</summary>
    protected virtual object? TransformItem(object? item, SessionState session) => item;

    /// <summary>The items of a list that belong together, each as one: itself unless a transformation knows better.</summary>
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
                // the wrapping keeps how a number was written: 1.50 stays 1.50
                items.Add(TransformItem(input, session));
                break;
        }
    }
}

/// <summary>Takes <c>@{ NAME = 'value' }</c> as well as <c>'NAME=value'</c>.</summary>
public class KeyValueTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}={LanguagePrimitives.ConvertTo<string>(value)}";
}

/// <summary>Takes labels as pairs, or as <c>NAME=value</c>; their names are checked.</summary>
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
/// Takes environment variables as pairs, as <c>NAME=value</c>, or as <c>NAME</c> alone, which takes the value from the session.
/// </summary>
public sealed class EnvironmentTransformationAttribute : KeyValueTransformationAttribute
{
    /// <summary>
    /// Whether a name that the session has not stays a name alone, by which engines take the image's variable away from a container, rather
    /// than being left out.
    /// </summary>
    public bool KeepsUnset { get; set; }

    /// <summary>Whether an empty text stays one: the cell of a table that says nothing.</summary>
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
/// Takes <c>@{ token = $secureString }</c>, <c>@{ token = $credential }</c> and <c>@{ token = 'token.txt' }</c> as well as docker's syntax.
/// An error does not repeat what it was given: it may be the secret.
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

    /// <summary>Without quotes, <c>id=token,src=token.txt</c> is a list of two texts.</summary>
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
