using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DockerPS.Help;

/// <summary>Writes help in the form that <c>Get-Help</c> reads.</summary>
/// <remarks>Source: the MAML schema in PowerShell's documentation ("How to create the cmdlet help file").</remarks>
public static class MamlWriter
{
    static readonly XNamespace Msh = "http://msh";
    static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    const int Width = 75;

    // the indentation that Get-Help adds to paragraphs, and to those of parameters
    const int TextIndent = 4;
    const int ParameterIndent = 8;

    public static string Write(IReadOnlyList<CmdletHelp> cmdlets)
    {
        var root = new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(ToCommand));
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var writer = XmlWriter.Create(text, settings))
            root.Save(writer);
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    static XElement ToCommand(CmdletHelp cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            new XElement(Maml + "description", Paragraph(cmdlet.Synopsis))),
        new XElement(Maml + "description", Description(cmdlet).Select(static text => Paragraph(text))),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => ToSyntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(static parameter => ToParameter(parameter, parameter.Attributes[0]))),
        new XElement(Command + "inputTypes", Inputs(cmdlet).Select(static input => new XElement(Command + "inputType", TypeName(input)))),
        new XElement(
            Command + "returnValues",
            cmdlet.Outputs.Select(static output => new XElement(Command + "returnValue", TypeName(output)))),
        new XElement(Command + "examples", cmdlet.Examples.Select(ToExample)),
        new XElement(Command + "relatedLinks", cmdlet.Related.Append("about_DockerPS").Select(ToLink)));

    static XElement ToLink(string topic) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", topic), new XElement(Maml + "uri"));

    static IEnumerable<string> Description(CmdletHelp cmdlet) =>
        cmdlet.Docker.Length == 0 ? cmdlet.Description : cmdlet.Description.Append($"docker equivalent: {cmdlet.Docker}");

    static List<string> Inputs(CmdletHelp cmdlet)
    {
        var piped = cmdlet.Parameters.Where(static parameter => parameter.Attributes.Any(static attribute => attribute.ValueFromPipeline))
            .Select(static parameter => ShortName(parameter.Type))
            .ToList();
        return piped.Count > 0 ? piped : ["None"];
    }

    static XElement ToSyntax(CmdletHelp cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(parameter => (parameter, attribute: parameter.Attributes.FirstOrDefault(
                attribute => attribute.ParameterSetName == set || attribute.ParameterSetName == ParameterAttribute.AllParameterSets)))
            .Where(static pair => pair.attribute is not null)
            .OrderBy(static pair => pair.attribute!.Position < 0 ? int.MaxValue : pair.attribute.Position)
            .Select(static pair => ToParameter(pair.parameter, pair.attribute!)));

    static XElement ToParameter(ParameterHelp parameter, ParameterAttribute attribute)
    {
        bool isSwitch = parameter.Type == typeof(SwitchParameter);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Text(attribute.Mandatory)),
            new XAttribute("variableLength", Text(parameter.Type.IsArray)),
            new XAttribute("globbing", Text(parameter.Wildcards)),
            new XAttribute("pipelineInput", PipelineInput(attribute)),
            new XAttribute("position", attribute.Position < 0 ? "named" : attribute.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraph(parameter.Description, ParameterIndent)),
            isSwitch
                ? null
                : new XElement(
                    Command + "parameterValue",
                    new XAttribute("required", "true"),
                    new XAttribute("variableLength", Text(parameter.Type.IsArray)),
                    ShortName(parameter.Type)),
            TypeName(ShortName(parameter.Type)),
            new XElement(Dev + "defaultValue", parameter.Default));
    }

    static XElement ToExample(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------------------------- Example {index + 1} --------------------------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraph(example.Title)));

    static string PipelineInput(ParameterAttribute attribute) =>
        (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            _ => "false",
        };

    static string ShortName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? inner.Name : type.Name;

    static XElement TypeName(string name) => new(Dev + "type", new XElement(Maml + "name", name));

    /// <summary>A paragraph, wrapped between words, since <c>Get-Help</c> breaks long lines wherever the window ends.</summary>
    static XElement Paragraph(string text, int indent) => new(Maml + "para", Wrap(text, Width - indent));

    static XElement Paragraph(string text) => Paragraph(text, TextIndent);

    static string Wrap(string text, int width)
    {
        var wrapped = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            bool breaks = column > 0 && column + 1 + word.Length > width;
            if (column > 0)
                wrapped.Append(breaks ? '\n' : ' ');
            wrapped.Append(word);
            column = breaks || column == 0 ? word.Length : column + 1 + word.Length;
        }
        return wrapped.ToString();
    }

    static string Text(bool value) => value ? "true" : "false";
}
