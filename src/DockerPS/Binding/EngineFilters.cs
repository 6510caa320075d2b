using System.Collections;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Collects the filters that an engine applies to a list: all names must match, each with one of its values.</summary>
sealed class EngineFilters
{
    readonly Dictionary<string, IReadOnlyCollection<string>> filters = new(StringComparer.Ordinal);

    /// <summary>Adds values for a name; an empty list adds nothing.</summary>
    public EngineFilters Add(string name, IEnumerable<string> values)
    {
        var added = values.ToList();
        if (added.Count > 0)
            filters[name] = filters.TryGetValue(name, out var known) ? [.. known, .. added] : added;
        return this;
    }

    /// <summary>Adds a value for a name; null adds nothing.</summary>
    public EngineFilters Add(string name, string? value) => value is null ? this : Add(name, [value]);

    /// <summary>Adds a user's hashtable of names with single values or arrays.</summary>
    public EngineFilters Add(IDictionary? table)
    {
        foreach (DictionaryEntry entry in table ?? new Hashtable())
            Add(entry.Key.ToString()!, LanguagePrimitives.ConvertTo<string[]>(entry.Value) ?? []);
        return this;
    }

    /// <summary>The filters; null if there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? ToDictionary() => filters.Count == 0 ? null : filters;
}
