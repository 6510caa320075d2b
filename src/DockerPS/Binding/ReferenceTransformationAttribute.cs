using System.Collections;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>
/// Keeps an object of this module as it is, even if it comes from another process. An object of another kind also has a name or an id, and
/// the binder would use that to find an unrelated object with the same name.
/// </summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ReferenceTransformationAttribute<TReference> : ArgumentTransformationAttribute
    where TReference : ResourceReference
{
    const string Deserialized = "Deserialized.";

    static readonly string Namespace = typeof(TReference).Namespace + ".";

    /// <summary>The kinds of objects that represent the referenced object.</summary>
    static readonly HashSet<string> Kinds =
    [
        .. typeof(TReference).GetConstructors().Select(static constructor => constructor.GetParameters()[0].ParameterType.Name),
    ];

    /// <summary>The property in which results name the object that they belong to: <c>Container</c>.</summary>
    static readonly string Owner = typeof(TReference).Name.Replace("Reference", "", StringComparison.Ordinal)
        .Replace("Docker", "", StringComparison.Ordinal);

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not IList list)
            return TransformItem(inputData);
        object?[] items = [.. list.Cast<object?>().Select(TransformItem)];
        return items.Any(static item => item is ResourceReference { Other: not null }) ? items : inputData;
    }

    static object? TransformItem(object? item)
    {
        if (item is string text && string.IsNullOrWhiteSpace(text))
            throw new ArgumentTransformationMetadataException(ResourceReference.EmptyText);
        if (item is string option && option.StartsWith("--", StringComparison.Ordinal))
        {
            throw new ArgumentTransformationMetadataException(
                $"'{option}' is not a name. Parameters of PowerShell have one dash: {option[1..]}");
        }
        if (item is null or string)
            return item;
        var thing = PSObject.AsPSObject(item);
        if (KindOf(thing) is not { } kind || Kinds.Contains(kind) || thing.Properties[Owner] is not null)
            return item;
        string? name = TextOf(thing, "Name"), id = TextOf(thing, "Id");
        return (name ?? id) is null
            ? item
            : Activator.CreateInstance(typeof(TReference), new OtherThing(kind, id ?? name!, name ?? id!, TextOf(thing, "Engine")));
    }

    /// <summary>The type name of an object of this module, reduced to its basic type; null for any other object.</summary>
    static string? KindOf(PSObject thing) => thing.TypeNames
        .Select(static type => type.StartsWith(Deserialized, StringComparison.Ordinal) ? type[Deserialized.Length..] : type)
        .Where(static type => type.StartsWith(Namespace, StringComparison.Ordinal))
        .Select(static type => type[Namespace.Length..])
        .LastOrDefault(static type => type is not nameof(EngineObject) and not nameof(ResourceReference) && type.All(char.IsAsciiLetter));

    static string? TextOf(PSObject thing, string property) =>
        thing.Properties[property]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
}
