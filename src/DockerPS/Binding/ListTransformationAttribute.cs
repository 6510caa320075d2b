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
        Add(items, inputData, engineIntrinsics.SessionState);
        return items.ToArray();
    }

    /// <summary>What a pair of a hashtable stands for.</summary>
    protected abstract object TransformPair(object key, object? value);

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
                foreach (DictionaryEntry pair in pairs)
                    items.Add(TransformPair(pair.Key, pair.Value));
                break;
            case string text:
                items.Add(TransformItem(text, session));
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

/// <summary>Takes <c>@{ 8080 = 80 }</c> as well as <c>'8080:80'</c>.</summary>
public sealed class PortMappingTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}:{value}";
}

/// <summary>Takes <c>@{ NAME = 'value' }</c> as well as <c>'NAME=value'</c>.</summary>
public class KeyValueTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => $"{key}={LanguagePrimitives.ConvertTo<string>(value)}";
}

/// <summary>Takes <c>@{ '/dev/sda' = '1mb' }</c> as well as <c>'/dev/sda:1mb'</c>.</summary>
public sealed class DeviceValueTransformationAttribute : KeyValueTransformationAttribute
{
    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session)
    {
        string text = LanguagePrimitives.ConvertTo<string>(item);
        int colon = text.LastIndexOf(':');
        return colon > 0
            ? $"{text[..colon]}={text[(colon + 1)..]}"
            : throw new ArgumentTransformationMetadataException($"'{text}' is not what is expected: a device and a value, such as /dev/sda:1mb, or a hashtable.");
    }
}

/// <summary>Takes environment variables as pairs, as <c>NAME=value</c>, or as <c>NAME</c> alone, which takes the value from the session.</summary>
public sealed class EnvironmentTransformationAttribute : KeyValueTransformationAttribute
{
    /// <summary>
    /// Whether a name that the session has not stays a name alone, by which engines take the image's variable away from a container, rather
    /// than being left out.
    /// </summary>
    public bool KeepsUnset { get; set; }

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session)
    {
        string text = LanguagePrimitives.ConvertTo<string>(item);
        if (text.Length == 0 || text[0] == '=')
            throw new ArgumentTransformationMetadataException($"'{text}' is no environment variable. Expected NAME=value, NAME alone, or a hashtable.");
        if (text.Contains('='))
            return text;
        return Environment.GetEnvironmentVariable(text) is { } value ? $"{text}={value}" : KeepsUnset ? text : null;
    }
}

/// <summary>
/// Takes <c>@{ token = $secureString }</c> and <c>@{ token = 'token.txt' }</c> as well as docker's syntax. An error does not repeat what it was given: it may be
/// the secret.
/// </summary>
public sealed class BuildSecretTransformationAttribute : ListTransformationAttribute
{
    /// <inheritdoc />
    protected override object TransformPair(object key, object? value) => Make(() => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secret => new BuildSecret($"{key}", secret),
        FileInfo file => new BuildSecret($"{key}", file.FullName),
        string { Length: > 0 } path => new BuildSecret($"{key}", path),
        _ => throw new FormatException($"The secret '{key}' is neither a SecureString nor a file."),
    });

    /// <inheritdoc />
    protected override object? TransformItem(object? item, SessionState session) => item is string text ? Make(() => new BuildSecret(text)) : item;

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

/// <summary>Takes <c>type=tar,dest=app.tar</c> without quotes, too, where it is a list of two texts.</summary>
public sealed class BuildExportTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is object[] parts ? string.Join(',', parts) : inputData;
}
