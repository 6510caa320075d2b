using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DockerPS.Help;

/// <summary>Writes help in the form that <c>Get-Help</c> reads.</summary>
/// <remarks>Source: the MAML schema as PowerShell's documentation describes it ("How to create the cmdlet help file").</remarks>
public static class MamlWriter
{
    static readonly XNamespace Msh = "http://msh";
    static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

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
        new XElement(Maml + "description", Description(cmdlet).Select(Paragraph)),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => ToSyntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(static parameter => ToParameter(parameter, parameter.Attributes[0]))),
        new XElement(Command + "inputTypes", Inputs(cmdlet).Select(static input => new XElement(Command + "inputType", TypeName(input)))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(static output => new XElement(Command + "returnValue", TypeName(output)))),
        new XElement(Command + "examples", cmdlet.Examples.Select(ToExample)));

    static IEnumerable<string> Description(CmdletHelp cmdlet) =>
        cmdlet.Docker.Length == 0 ? cmdlet.Description : cmdlet.Description.Append($"It stands for: {cmdlet.Docker}");

    static List<string> Inputs(CmdletHelp cmdlet)
    {
        var piped = cmdlet.Parameters.Where(static parameter => parameter.Attributes.Any(static attribute => attribute.ValueFromPipeline)).Select(static parameter => ShortName(parameter.Type)).ToList();
        return piped.Count > 0 ? piped : ["None"];
    }

    static XElement ToSyntax(CmdletHelp cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(parameter => (parameter, attribute: parameter.Attributes.FirstOrDefault(attribute => attribute.ParameterSetName == set || attribute.ParameterSetName == ParameterAttribute.AllParameterSets)))
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
            new XElement(Maml + "description", Paragraph(parameter.Description)),
            isSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", Text(parameter.Type.IsArray)), ShortName(parameter.Type)),
            TypeName(ShortName(parameter.Type)),
            new XElement(Dev + "defaultValue", isSwitch ? "False" : "None"));
    }

    static XElement ToExample(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------------------------- Example {index + 1} --------------------------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraph(example.Title)));

    static string PipelineInput(ParameterAttribute attribute) => (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };

    static string ShortName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? inner.Name : type.Name;

    static XElement TypeName(string name) => new(Dev + "type", new XElement(Maml + "name", name));

    static XElement Paragraph(string text) => new(Maml + "para", text);

    static string Text(bool value) => value ? "true" : "false";
}
