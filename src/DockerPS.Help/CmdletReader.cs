using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace DockerPS.Help;

/// <summary>The help of a cmdlet.</summary>
public sealed record CmdletHelp(
    string Verb,
    string Noun,
    string Synopsis,
    IReadOnlyList<string> Description,
    string Docker,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<string> ParameterSets,
    string DefaultParameterSet,
    IReadOnlyList<string> Outputs, IReadOnlyList<ExampleHelp> Examples)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Related cmdlets.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];
}

/// <summary>A parameter, with one attribute per parameter set.</summary>
public sealed record ParameterHelp(
    string Name,
    Type Type,
    string Description,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<ParameterAttribute> Attributes,
    bool Wildcards,
    string Default);

/// <summary>An example: its title and code.</summary>
public sealed record ExampleHelp(string Title, string Code, bool Runnable);

/// <summary>Reads the cmdlets of the module and their XML docs.</summary>
public static class CmdletReader
{
    public static IReadOnlyList<CmdletHelp> Read(string assembly, Documentation documentation)
    {
        List<CmdletHelp> cmdlets =
        [
            .. Assembly.LoadFrom(assembly).GetExportedTypes()
                .Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null)
                .Select(type => Read(type, documentation))
                .OrderBy(static cmdlet => cmdlet.Noun, StringComparer.Ordinal)
                .ThenBy(static cmdlet => cmdlet.Verb, StringComparer.Ordinal)
        ];
        return cmdlets.ConvertAll(
            cmdlet =>
                cmdlet with
                {
                    Related =
                    [
                        .. cmdlets.Where(other => other != cmdlet && IsRelated(other.Noun, cmdlet.Noun)).Select(static other => other.Name),
                    ],
                });
    }

    /// <summary>Whether two nouns are the same, or one refers to a part of the other.</summary>
    static bool IsRelated(string noun, string other) =>
        noun == other || (other.StartsWith(noun, StringComparison.Ordinal) && noun is not "Docker");

    /// <summary>The parameters that PowerShell adds to cmdlets that support ShouldProcess.</summary>
    static readonly ParameterHelp[] ShouldProcessParameters =
    [
        new(
            "WhatIf",
            typeof(SwitchParameter),
            "Shows what would be done without doing it.",
            ["wi"],
            [new ParameterAttribute()],
            false,
            "False"),
        new(
            "Confirm",
            typeof(SwitchParameter),
            "Prompts for confirmation before each change.",
            ["cf"],
            [new ParameterAttribute()],
            false,
            "False"),
    ];

    static CmdletHelp Read(Type type, Documentation documentation)
    {
        var attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        var docs = documentation.Of(type) ?? throw new InvalidOperationException($"{type.Name} has no XML docs.");
        return new CmdletHelp(
            attribute.VerbName,
            attribute.NounName,
            string.Join(' ', Documentation.Paragraphs(docs.Element("summary"))),
            [
                .. Documentation.Paragraphs(docs.Element("remarks")),
                .. PurposesOf(type, documentation),
            ],
            string.Join(' ', Documentation.Paragraphs(docs.Element("docker"))),
            [.. ReadParameters(type, documentation), .. attribute.SupportsShouldProcess ? ShouldProcessParameters : []],
            [.. ParameterSetsOf(type)],
            attribute.DefaultParameterSetName ?? "",
            [
                .. type.GetCustomAttributes<OutputTypeAttribute>()
                    .SelectMany(static output => output.Type)
                    .Select(static output => output.Name)
                    .Where(static name => name != "System.Void")
                    .Distinct(),
            ],
            [.. docs.Elements("example").Select(ReadExample)]);
    }

    /// <summary>The paragraphs that list parameters by purpose, if a cmdlet or its base class has them.</summary>
    static IEnumerable<string> PurposesOf(Type type, Documentation documentation) =>
        new[] { type, type.BaseType! }.SelectMany(level => Documentation.Paragraphs(documentation.Of(level)?.Element("purposes")));

    /// <summary>
    /// The cmdlet's own parameters in declaration order, then those of its base classes. Parameters that are listed by purpose follow in
    /// that order, since they may be declared in several files.
    /// </summary>
    static List<ParameterHelp> ReadParameters(Type type, Documentation documentation)
    {
        var parameters = new List<ParameterHelp>();
        object cmdlet = Activator.CreateInstance(type)!;
        for (var level = type; level is not null && level != typeof(PSCmdlet); level = level.BaseType)
        {
            foreach (var property in level.GetProperties(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(static property => property.MetadataToken))
            {
                var attributes = property.GetCustomAttributes<ParameterAttribute>().ToList();
                if (attributes.Count == 0 || parameters.Exists(known => known.Name == property.Name))
                    continue;
                parameters.Add(new ParameterHelp(
                    property.Name,
                    property.PropertyType,
                    string.Join(' ', Documentation.Paragraphs(documentation.Of(property)?.Element("summary"))),
                    property.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToList() ?? [],
                    attributes,
                    (property.PropertyType.GetElementType() ?? property.PropertyType).Name.EndsWith("Reference", StringComparison.Ordinal)
                        && property.PropertyType.IsArray,
                    DefaultOf(property.GetValue(cmdlet))));
            }
        }
        string[] named = [.. PurposesOf(type, documentation).SelectMany(static text => text.Split(' ', ',', '.'))];
        return
        [
            .. parameters.OrderBy(static parameter => PositionOf(parameter))
                .ThenBy(static parameter => parameter.Attributes.All(static attribute => !attribute.Mandatory))
                .ThenBy(static parameter => parameter.Name == "Engine")
                .ThenBy(parameter => Array.IndexOf(named, $"-{parameter.Name}")),
        ];
    }

    static int PositionOf(ParameterHelp parameter) =>
        parameter.Attributes.Min(static attribute => attribute.Position < 0 ? int.MaxValue : attribute.Position);

    /// <summary>The default value of a parameter, as one would type it.</summary>
    static string DefaultOf(object? value) => value switch
    {
        null or 0 or 0L or "" => "None",
        SwitchParameter given => given.IsPresent ? "True" : "False",
        Array { Length: 0 } => "None",
        Array list => string.Join(", ", list.Cast<object>()),
        _ => value.ToString() is { Length: > 0 } text ? text : "None",
    };

    static List<string> ParameterSetsOf(Type type)
    {
        var sets = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(static property => property.GetCustomAttributes<ParameterAttribute>())
            .Select(static attribute => attribute.ParameterSetName)
            .Where(static set => set != ParameterAttribute.AllParameterSets)
            .Distinct()
            .OrderBy(static set => set, StringComparer.Ordinal)
            .ToList();
        return sets.Count > 0 ? sets : [ParameterAttribute.AllParameterSets];
    }

    static ExampleHelp ReadExample(XElement example) => new(
        string.Join(' ', Documentation.Paragraphs(example)),
        Documentation.Code(example.Element("code") ?? throw new InvalidOperationException("An example has no <code>.")),
        (bool?)example.Attribute("runnable") ?? false);
}
