using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DockerPS.Help;

/// <summary>The XML docs that the compiler writes beside the module's assemblies.</summary>
public sealed partial class Documentation
{
    readonly Dictionary<string, XElement> members = [];

    public Documentation(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "DockerPS*.xml"))
        {
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
                members[(string)member.Attribute("name")!] = member;
        }
    }

    /// <summary>The docs of a type; null if there are none.</summary>
    public XElement? Of(Type type) => members.GetValueOrDefault("T:" + type.FullName);

    /// <summary>The docs of a property, wherever it is declared; null if there are none.</summary>
    public XElement? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        return members.GetValueOrDefault($"P:{(type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName}.{property.Name}");
    }

    /// <summary>The paragraphs of an element as plain text, each on one line.</summary>
    public static IReadOnlyList<string> Paragraphs(XElement? element)
    {
        if (element is null)
            return [];
        var blocks = element.Elements("para").ToList();
        return [.. (blocks.Count > 0 ? blocks : [element]).Select(static block => Flatten(block)).Where(static text => text.Length > 0)];
    }

    /// <summary>Code as it was written, without common indentation.</summary>
    public static string Code(XElement element)
    {
        string[] lines = element.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n').TrimEnd().Split('\n');
        var indents = lines.Skip(1)
            .Where(static line => line.Trim().Length > 0)
            .Select(static line => line.Length - line.TrimStart().Length)
            .ToList();
        int shared = indents.Count == 0 ? 0 : indents.Min();
        return string.Join(
            '\n',
            lines.Select((line, i) => i == 0 ? line.TrimStart() : line.Length >= shared ? line[shared..] : line.TrimStart()));
    }

    static string Flatten(XElement element)
    {
        string text = string.Concat(element.Nodes().Select(static node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" } see =>
                SimpleName((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? ""),
            XElement inner => Flatten(inner),
            _ => "",
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    static string SimpleName(string cref) => cref[(cref.LastIndexOfAny(['.', ':']) + 1)..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
