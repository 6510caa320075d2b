using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DockerPS.Tests;

/// <summary>Rules for all cmdlets. Each failure lists everything that breaks the rule.</summary>
public sealed partial class ConventionTests : IClassFixture<ModuleSession>
{
    static readonly string[] ChangingVerbs =
    [
        "Add", "Clear", "Connect", "Copy", "ConvertTo", "Disconnect", "Import", "Initialize", "Install", "Invoke", "New", "Publish", "Register", "Remove", "Rename",
        "Reset", "Restart", "Restore", "Resume", "Send", "Set", "Start", "Stop", "Suspend", "Unlock", "Use",
    ];

    // they only change this session
    static readonly string[] ChangeOnlyTheSession = ["Connect-Docker", "Disconnect-Docker"];

    // they act on the objects that the folder is named after, and return an image
    static readonly string[] OtherFolders = ["ConvertTo-Image", "Invoke-ImageBuild"];

    // PowerShell completes them with the files of this machine; a device and a mount may be some of them
    static readonly string[] FileParameters =
    [
        "Path", "LiteralPath", "CertificatePath", "EnvironmentFile", "LabelFile", "ContainerIdFile", "ImageIdFile", "OutFile", "File",
        "BuildContext", "Device", "Mount", "Secret", "InputObject",
    ];

    // docker itself uses one name for both
    static readonly Dictionary<string, string> TwoMeanings = new()
    {
        ["Volume"] = "where it mounts, it says what goes where; elsewhere it names a volume",
        ["Pull"] = "docker run has a policy, docker build a switch",
        ["Name"] = "of what is made there is one where it has a container's options, and many where that is all there is to say",
        ["Network"] = "to filter by and to connect to",
        ["Path"] = "a build has one context, an import many files",
        ["Platform"] = "an image may be asked for on several",
        ["Since"] = "of logs a moment, and of images, as docker has it, an image",
    };

    // versions of other programs, which are not dotted numbers
    static readonly string[] PlainTexts =
    [
        "DockerVersion.FullVersion", "DockerVersion.KernelVersion", "DockerVersion.GoVersion", "DockerComponent.Version", "DockerInfo.ServerVersion", "DockerInfo.OperatingSystemVersion",
        "DockerInfo.KernelVersion", "DockerInfo.ContainerdVersion", "DockerInfo.RuncVersion", "ImageDetail.OperatingSystemVersion", "ContainerNetwork.MacAddress", "NetworkEndpoint.MacAddress",
    ];

    readonly ModuleSession module;
    readonly Assembly assembly;
    readonly IReadOnlyList<Type> cmdlets;

    public ConventionTests(ModuleSession module)
    {
        this.module = module;
        assembly = AppDomain.CurrentDomain.GetAssemblies().Single(static loaded => loaded.GetName().Name == "DockerPS");
        cmdlets = [.. assembly.GetExportedTypes().Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null)];
    }

    static string NameOf(Type cmdlet) =>
        cmdlet.GetCustomAttribute<CmdletAttribute>() is { } attribute ? $"{attribute.VerbName}-{attribute.NounName}" : cmdlet.Name;

    static IEnumerable<PropertyInfo> ParametersOf(Type cmdlet) =>
        cmdlet.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetCustomAttributes<ParameterAttribute>().Any());

    /// <summary>Fails with what to do, and a line for each violation.</summary>
    static void AssertNone(IEnumerable<string> offenders, string advice)
    {
        string[] all = [.. offenders.Distinct()];
        if (all.Length > 0)
            Assert.Fail($"{advice}:\n{string.Join('\n', all)}");
    }

    [Fact]
    public void Verbs_are_approved_and_nouns_are_singular()
    {
        Type[] groups =
        [
            typeof(VerbsCommon),
            typeof(VerbsCommunications),
            typeof(VerbsData),
            typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle),
            typeof(VerbsOther),
            typeof(VerbsSecurity),
        ];
        var approved = groups.SelectMany(static group => group.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(static verb => (string)verb.GetRawConstantValue()!)
            .ToHashSet(StringComparer.Ordinal);
        AssertNone(
            cmdlets.Where(cmdlet => !approved.Contains(cmdlet.GetCustomAttribute<CmdletAttribute>()!.VerbName)).Select(NameOf),
            "Use an approved verb");
        AssertNone(
            cmdlets.Where(static cmdlet => Plural().IsMatch(cmdlet.GetCustomAttribute<CmdletAttribute>()!.NounName)).Select(NameOf),
            "Use a singular noun");
    }

    [Fact]
    public void Every_cmdlet_is_a_sealed_class_in_a_file_of_its_name()
    {
        AssertNone(
            cmdlets.Where(static cmdlet => !cmdlet.IsSealed || cmdlet.Namespace != "DockerPS.Cmdlets").Select(NameOf),
            "Seal the class, in the namespace DockerPS.Cmdlets");
        var files = Directory.EnumerateFiles(Repository.GetPath("src/DockerPS/Cmdlets"), "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .ToHashSet(StringComparer.Ordinal);
        AssertNone(
            cmdlets.Where(
                cmdlet =>
                    cmdlet.Name != NameOf(cmdlet).Replace("-", "", StringComparison.Ordinal) + "Command" || !files.Contains(cmdlet.Name))
                .Select(NameOf),
            "Call the class VerbNounCommand, in a file of that name");
    }

    [Fact]
    public void Every_cmdlet_is_exported()
    {
        var exported = module.Session.Run("(Get-Module DockerPS).ExportedCmdlets.Keys").Check().As<string>().ToList();
        AssertNone(cmdlets.Select(NameOf).Except(exported), "Add it to CmdletsToExport in DockerPS.psd1");
        AssertNone(exported.Except(cmdlets.Select(NameOf)), "Remove it from CmdletsToExport in DockerPS.psd1");
    }

    /// <summary>
    /// The engine client knows nothing about PowerShell: what a user can do about its errors comes from the table of recommendations.
    /// </summary>
    [Fact]
    public void No_sentence_of_the_engine_names_a_cmdlet_or_a_parameter() =>
        AssertNone(((string[])["src/DockerPS.Engine", "src/DockerPS.Model"])
            .SelectMany(static folder => Directory.EnumerateFiles(Repository.GetPath(folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(static file => File.ReadLines(file).Select(line => (File: Path.GetFileName(file), Line: line.Trim())))
            .Where(static found => !found.Line.StartsWith("//", StringComparison.Ordinal))
            .SelectMany(static found => QuotedText().Matches(found.Line).Select(text => (found.File, Text: text.Value)))
            .Where(found => CommandOrParameter().Matches(found.Text).Any(match => IsOfPowerShell(match.Value)))
            .Select(static found => $"{found.File}: {found.Text}"),
            "Say what is wrong without a cmdlet or parameter; advice is a row in Errors/Recommendations.cs");

    bool IsOfPowerShell(string word) => word == "-{" || (word[0] == '-'
        ? cmdlets.Any(cmdlet => ParametersOf(cmdlet).Any(parameter => parameter.Name == word[1..]))
        : cmdlets.Any(cmdlet => NameOf(cmdlet) == word));

    [Fact]
    public void Every_cause_has_its_recommendation()
    {
        string table = File.ReadAllText(Repository.GetPath("src/DockerPS/Errors/Recommendations.cs"));
        AssertNone(
            Enum.GetNames(ModelTypes.Single(static type => type.Name == "EngineCause"))
                .Where(name => name != "Unknown" && !table.Contains($"EngineCause.{name} ", StringComparison.Ordinal)),
            "Add a row to Errors/Recommendations.cs");
    }

    [Fact]
    public void Every_cmdlet_has_its_pester_file() =>
        AssertNone(
            cmdlets.Select(NameOf).Where(static name => !File.Exists(Repository.GetPath($"tests/Pester/{name}.Tests.ps1"))),
            "Add tests/Pester/Verb-Noun.Tests.ps1");

    [Fact]
    public void Every_cmdlet_says_what_comes_out() =>
        AssertNone(
            cmdlets.Where(static cmdlet => !cmdlet.GetCustomAttributes<OutputTypeAttribute>().Any()).Select(NameOf),
            "Add [OutputType]");

    [Fact]
    public void Every_output_type_has_a_view()
    {
        var viewed = Directory.EnumerateFiles(Repository.GetPath("bin"), "*.format.ps1xml")
            .SelectMany(static file => XDocument.Load(file).Descendants("TypeName"))
            .Select(static name => name.Value)
            .ToHashSet(StringComparer.Ordinal);
        var outputs = cmdlets.SelectMany(static cmdlet => cmdlet.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(static output => output.Type)
            .Select(static type => type.Type)
            .Where(static type => type?.Namespace == "DockerPS")
            .Distinct();
        AssertNone(
            outputs.Where(type => !viewed.Contains(type!.FullName!)).Select(static type => type!.Name),
            "Add a view to Formatting/<Thing>.format.ps1xml");
    }

    [Fact]
    public void Every_view_is_loaded_by_the_manifest()
    {
        string manifest = File.ReadAllText(Repository.Manifest);
        AssertNone(
            Directory.EnumerateFiles(Repository.GetPath("src/DockerPS/Formatting"), "*.format.ps1xml")
                .Select(static file => Path.GetFileName(file)!)
                .Where(file => !manifest.Contains($"'bin/{file}'", StringComparison.Ordinal)),
            "Add the file to FormatsToProcess in DockerPS.psd1");
    }

    [Fact]
    public void What_changes_something_asks_should_process() =>
        AssertNone(cmdlets
            .Where(
                static cmdlet =>
                    cmdlet.GetCustomAttribute<CmdletAttribute>() is { SupportsShouldProcess: false } attribute
                        && ChangingVerbs.Contains(attribute.VerbName))
            .Select(NameOf)
            .Except(ChangeOnlyTheSession),
            "Set SupportsShouldProcess, and call ShouldProcess");

    [Fact]
    public void Every_reference_parameter_completes() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            where (parameter.PropertyType.GetElementType() ?? parameter.PropertyType).Name.EndsWith("Reference", StringComparison.Ordinal)
            where !parameter.GetCustomAttributes<ArgumentCompleterAttribute>().Any(attribute => Completes(
                attribute,
                parameter.PropertyType))
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Add [Completions<…Completer>]");

    /// <summary>
    /// Whether a completer is the one for a reference: <c>VolumeCompleter</c> for <c>VolumeReference</c>.
    /// </summary>
    static bool Completes(ArgumentCompleterAttribute attribute, Type parameter)
    {
        string thing = (parameter.GetElementType() ?? parameter).Name.Replace("Reference", "", StringComparison.Ordinal);
        return attribute.GetType().GenericTypeArguments is [var completer]
            && completer.Name.Contains(thing == "DockerContext" ? "Engine" : thing, StringComparison.Ordinal);
    }

    [Fact]
    public void No_parameter_offers_files_where_they_make_no_sense() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            let type = parameter.PropertyType.GetElementType() ?? parameter.PropertyType
            where type != typeof(SwitchParameter) && !(Nullable.GetUnderlyingType(type) ?? type).IsEnum
            where !FileParameters.Contains(parameter.Name) && !parameter.GetCustomAttributes<ArgumentCompleterAttribute>().Any()
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Add a completer, or [Completions<NothingCompleter>]");

    [Fact]
    public void Every_reference_parameter_is_an_array() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            where parameter.PropertyType.Name.EndsWith("Reference", StringComparison.Ordinal) && parameter.Name != "Engine"
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Make it an array");

    [Fact]
    public void Every_reference_parameter_of_the_pipeline_knows_objects_of_other_kinds() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            where parameter.PropertyType.Name.EndsWith("Reference[]", StringComparison.Ordinal)
            where parameter.GetCustomAttributes<ParameterAttribute>().Any(static attribute => attribute.ValueFromPipeline)
            where !parameter.GetCustomAttributes<ArgumentTransformationAttribute>()
                .Any(static attribute => attribute.GetType().Name == "ReferenceTransformationAttribute`1")
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Add [ReferenceTransformation<…>]");

    [Fact]
    public void A_parameter_has_the_same_type_everywhere()
    {
        var all = cmdlets.SelectMany(ParametersOf, static (cmdlet, parameter) => (
            parameter.Name,
            Meaning: (Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType).Name,
            Cmdlet: NameOf(cmdlet)));
        AssertNone(all
            .Where(static parameter => !TwoMeanings.ContainsKey(parameter.Name))
            .GroupBy(static parameter => parameter.Name)
            .Where(static group => group.Select(static parameter => parameter.Meaning).Distinct().Count() > 1)
            .Select(static group => $"-{group.Key}: {string.Join(", ", group.Select(static parameter => $"{parameter.Meaning} on {parameter.Cmdlet}").Distinct())}"),
            "Use the type that the parameter has on the other cmdlets");
    }

    [Fact]
    public void A_parameter_has_no_alias_that_it_lacks_elsewhere()
    {
        var all = cmdlets.SelectMany(ParametersOf, static (cmdlet, parameter) => (
            parameter.Name,
            Aliases: parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToArray() ?? [],
            Cmdlet: NameOf(cmdlet)));
        AssertNone(
            from same in all.Where(static parameter => !TwoMeanings.ContainsKey(parameter.Name)).GroupBy(static parameter => parameter.Name)
            let most = same.MaxBy(static parameter => parameter.Aliases.Length).Aliases
            from parameter in same
            from alias in parameter.Aliases.Except(most)
            select $"{parameter.Cmdlet} -{parameter.Name} has the alias {alias}; others have {string.Join(", ", most)}",
            "Use the aliases that the parameter has on the other cmdlets");
    }

    [Fact]
    public void Every_cmdlet_is_in_the_folder_of_its_things()
    {
        var folders = Directory.EnumerateFiles(Repository.GetPath("src/DockerPS/Cmdlets"), "*Command.cs", SearchOption.AllDirectories)
            .Select(static file => (Name: Path.GetFileNameWithoutExtension(file), Folder: Path.GetFileName(Path.GetDirectoryName(file)!)))
            .ToDictionary(static file => file.Name, static file => file.Folder);
        string[] things = [.. folders.Values.Distinct().Select(static folder => folder.TrimEnd('s'))];
        AssertNone(
            from cmdlet in cmdlets
            let noun = cmdlet.GetCustomAttribute<CmdletAttribute>()!.NounName
            let name = noun.Replace("Docker", "", StringComparison.Ordinal)
            let thing = things.FirstOrDefault(thing => name.StartsWith(thing, StringComparison.Ordinal))
            where thing is not null && folders[cmdlet.Name].TrimEnd('s') != thing && !OtherFolders.Contains(NameOf(cmdlet))
            select $"{NameOf(cmdlet)} is in {folders[cmdlet.Name]}, not in {thing}s",
            "Move the file");
    }

    [Fact]
    public void No_parameter_is_a_boolean() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            where parameter.PropertyType == typeof(bool)
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Use SwitchParameter");

    [Fact]
    public void No_secret_is_a_text() =>
        AssertNone(
            from cmdlet in cmdlets
            from parameter in ParametersOf(cmdlet)
            where Secret().IsMatch(parameter.Name) && parameter.PropertyType == typeof(string)
            select $"{NameOf(cmdlet)} -{parameter.Name}",
            "Use SecureString or PSCredential");

    [Fact]
    public void Everything_is_described_in_the_help()
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        var help = XDocument.Load(Repository.GetPath("en-US/DockerPS.dll-Help.xml")).Root!.Elements()
            .ToDictionary(element => element.Descendants(command + "name").First().Value);
        AssertNone(
            cmdlets.Select(NameOf).Where(name => !help.ContainsKey(name)),
            "Write XML docs, run ./build.sh Build, and commit en-US");
        AssertNone(
            from name in cmdlets.Select(NameOf)
            where help[name].Descendants(command + "example").Count() < 2
            select name + " has fewer than two examples",
            "Add <example> elements to the XML docs");
        AssertNone(
            from cmdlet in cmdlets
            let described = help[NameOf(cmdlet)]
                .Element(command + "parameters")!.Elements()
                .ToDictionary(
                    parameter => parameter.Element(maml + "name")!.Value,
                    parameter => parameter.Element(maml + "description")!.Value)
            from parameter in ParametersOf(cmdlet)
            where !described.TryGetValue(parameter.Name, out string? text) || text.Length < 10
            select $"{NameOf(cmdlet)} -{parameter.Name} is not described",
            "Write a summary for the parameter");
    }

    [Fact]
    public void Help_fits_a_prompt_of_80_columns()
    {
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        AssertNone(
            from file in Directory.EnumerateFiles(Repository.GetPath("en-US"), "about_*.help.txt")
            from line in File.ReadLines(file)
            where line.Length > 75
            select $"{Path.GetFileName(file)}: {line}",
            "Wrap the text at 75 columns");
        AssertNone(
            from paragraph in XDocument.Load(Repository.GetPath("en-US/DockerPS.dll-Help.xml")).Descendants(maml + "para")
            from line in paragraph.Value.Split('\n')
            where line.Length > 71 && line.Contains(' ', StringComparison.Ordinal)
            select line,
            "Wrap the text");
    }

    [Fact]
    public void Every_example_parses()
    {
        XNamespace dev = "http://schemas.microsoft.com/maml/dev/2004/10";
        var help = XDocument.Load(Repository.GetPath("en-US/DockerPS.dll-Help.xml"));
        foreach (string code in help.Descendants(dev + "code").Select(static code => code.Value))
        {
            Parser.ParseInput(code, out _, out var errors);
            Assert.True(errors.Length == 0, $"{code}: {string.Join(", ", errors.Select(static error => error.Message))}");
        }
    }

    [Fact]
    public void Every_example_uses_parameters_that_exist()
    {
        XNamespace dev = "http://schemas.microsoft.com/maml/dev/2004/10";
        var byName = cmdlets.ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        string[] common =
        [
            "Verbose",
            "Debug",
            "ErrorAction",
            "WarningAction",
            "InformationAction",
            "ErrorVariable",
            "WarningVariable",
            "OutVariable",
            "WhatIf",
            "Confirm",
        ];
        var offenders = new List<string>();
        var help = XDocument.Load(Repository.GetPath("en-US/DockerPS.dll-Help.xml"));
        foreach (string code in help.Descendants(dev + "code").Select(static code => code.Value))
        {
            foreach (var call in Parser.ParseInput(code, out _, out _).FindAll(static ast => ast is CommandAst, true).Cast<CommandAst>())
            {
                if (call.GetCommandName() is not { } name || !byName.TryGetValue(name, out var cmdlet))
                    continue;
                var known = ParametersOf(cmdlet)
                    .SelectMany(
                        static parameter => (string[])[parameter.Name, .. parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []])
                    .Concat(common)
                    .ToList();
                var own = call.CommandElements.TakeWhile(static element => element.Extent.Text != "--").OfType<CommandParameterAst>();
                offenders.AddRange(
                    own.Where(parameter => !known.Contains(parameter.ParameterName, StringComparer.OrdinalIgnoreCase))
                        .Select(parameter => $"{code}: -{parameter.ParameterName}"));
            }
        }
        AssertNone(offenders, "Use a parameter that exists");
    }

    [Fact]
    public void Runnable_examples_run()
    {
        // other tests create objects at the same time, but not with this image or such names
        const string Own = """
            Get-Container | Where-Object Image -eq busybox
            & { Get-Image; Get-Volume; Get-Network; Get-DockerContext } | Where-Object Name -like '*example*'
            """;
        var offenders = new List<string>();
        foreach (string code in RunnableExamples())
        {
            var before = module.Session.Run(Own).As<object>().Select(static thing => $"{thing}").ToHashSet();
            var result = module.Session.Run(code);
            var after = module.Session.Run(Own).As<object>().Select(static thing => $"{thing}").ToHashSet();
            if (!before.SetEquals(after))
                offenders.Add($"{code}: it leaves behind or removes {string.Join(", ", before.Except(after).Concat(after.Except(before)))}");
            if (result.Failure is { } failure)
                offenders.Add($"{code}: {failure}");
            offenders.AddRange(result.Errors.Select(error => $"{code}: {error}"));
        }
        AssertNone(offenders, "Fix the example, or remove runnable=\"true\"");
    }

    [Fact]
    public void The_help_is_made_of_this_code()
    {
        string folder = Directory.CreateTempSubdirectory("dockerps-help").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "bin"), Repository.GetPath("bin"));
            File.Copy(Repository.GetPath("README.md"), Path.Combine(folder, "README.md"));
            var made = Programs.Run("dotnet", [Repository.GetPath($"src/DockerPS.Help/bin/{Repository.Configuration}/net10.0/DockerPS.Help.dll"), folder]);
            Assert.True(made.ExitCode == 0, made.Errors);
            string[] generated = ["en-US/DockerPS.dll-Help.xml", "en-US/about_DockerPS_Commands.help.txt", "README.md"];
            AssertNone(
                generated.Where(file => File.ReadAllText(Path.Combine(folder, file)) != File.ReadAllText(Repository.GetPath(file))),
                "Run ./build.sh Build, and commit the result");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void No_library_type_is_on_a_public_member()
    {
        string[] ours = ["DockerPS", "DockerPS.Model"];
        bool IsForeign(Type type) => type.IsGenericType && type.GetGenericArguments().Any(IsForeign)
            || (type.Assembly.GetName().Name is { } name && !ours.Contains(name) && !name.StartsWith(
                "System",
                StringComparison.Ordinal) && name != "mscorlib" && name != "netstandard");
        AssertNone(
            from type in cmdlets
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where IsForeign(property.PropertyType)
            select $"{type.Name}.{property.Name}",
            "Use a type of the framework or the model");
        AssertNone(
            from type in ModelTypes
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where IsForeign(property.PropertyType)
            select $"{type.Name}.{property.Name}",
            "Use a type of the framework or the model");
    }

    [Fact]
    public void The_layers_know_only_what_they_may()
    {
        Assert.Equal(
            ["DockerPS.Engine", "DockerPS.Model", "System.Management.Automation"],
            ReferencesOf(assembly).Where(static name => !IsFramework(name)).Order(StringComparer.Ordinal));
        var engine = System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName("DockerPS.Engine"));
        Assert.DoesNotContain("System.Management.Automation", ReferencesOf(engine));
        Assert.DoesNotContain(ReferencesOf(ModelTypes[0].Assembly), static name => !IsFramework(name));
        Assert.False(File.Exists(Repository.GetPath("bin/engine/DockerPS.Model.dll")), "The model must not lie in the engine's folder.");
        Assert.False(File.Exists(Repository.GetPath("bin/DockerPS.Engine.dll")), "The engine must not lie beside the cmdlets.");

        static IEnumerable<string> ReferencesOf(Assembly assembly) =>
            assembly.GetReferencedAssemblies().Select(static reference => reference.Name!);
        static bool IsFramework(string name) =>
            (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Management.Automation")
                || name is "netstandard" or "mscorlib";
    }

    [Fact]
    public void What_comes_out_is_clean_in_json()
    {
        // values that ConvertTo-Json would take apart (TimeSpan, Version, IPAddress…) or write as numbers are strings, or enums with 64
        // bits
        static bool IsClean(Type type)
        {
            var bare = Nullable.GetUnderlyingType(type) ?? type;
            return bare.IsEnum ? Enum.GetUnderlyingType(bare) == typeof(long)
                : bare.IsPrimitive
                    || bare == typeof(string)
                    || bare == typeof(DateTime)
                    || bare == typeof(Uri)
                    || bare.Namespace == "DockerPS"
                || (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                    && IsClean(bare.GetGenericArguments()[0]))
                || bare == typeof(IReadOnlyDictionary<string, string>);
        }

        AssertNone(
            from type in OutputTypes()
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where !IsClean(property.PropertyType)
            select $"{type.Name}.{property.Name} is a {property.PropertyType}",
            "Use text with a type in DockerPS.types.ps1xml, or an enum of 64 bits");
    }

    [Fact]
    public void What_is_a_text_in_json_has_its_type_in_powershell()
    {
        string file = Repository.GetPath("bin/DockerPS.types.ps1xml");
        string[] kinds = ["System.TimeSpan", "System.Version", "System.Net.IPAddress", "System.Net.IPNetwork"];
        string[] values = ["00:00:01.5000000", "1.41", "fd00::5", "172.20.0.0/16"];
        var typed = XDocument.Load(file)
            .Descendants("Type")
            .SelectMany(
                static type =>
                    type.Descendants("ScriptProperty").Select(
                        property => (Type: type.Element("Name")!.Value, Property: property.Element("Name")!.Value)))
            .ToList();
        var offenders = new List<string>();
        foreach (var (type, property) in typed)
        {
            var results = values.Select(value => module.Session.Run(
                """
                param($type, $property, $value)
                $made = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type -as [type])
                if ($null -ne $made.$property) { throw 'It is not empty when there is nothing.' }
                ($type -as [type]).GetProperty($property).SetValue($made, $value)
                $made.$property.GetType().FullName
                ($made | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).$property
                """, type, property, value)).ToList();
            bool isTaken = results.Where((result, i) =>
                result.Failure is null && result.Errors.Count == 0 && result.As<string>().SequenceEqual([kinds[i], values[i]])).Any();
            if (!isTaken)
                offenders.Add($"{type}.{property}");
        }
        AssertNone(offenders, "Correct the property in DockerPS.types.ps1xml");

        // no similarly named one is forgotten
        AssertNone(
            from type in OutputTypes()
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.PropertyType == typeof(string)
                && Typed().IsMatch(property.Name)
                && !PlainTexts.Contains($"{type.Name}.{property.Name}")
                && !typed.Contains((type.FullName!, property.Name))
            select $"{type.Name}.{property.Name}",
            "Add the property to DockerPS.types.ps1xml, or to PlainTexts if it is just a string");
    }

    /// <summary>All output types of cmdlets, and the types of their properties.</summary>
    HashSet<Type> OutputTypes()
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(
            cmdlets.SelectMany(static cmdlet => cmdlet.GetCustomAttributes<OutputTypeAttribute>())
                .SelectMany(static output => output.Type)
                .Select(static name => name.Type));
        while (open.TryDequeue(out var type))
        {
            foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
                open.Enqueue(argument);
            if (type.Namespace != "DockerPS" || type.IsEnum || !found.Add(type))
                continue;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                open.Enqueue(property.PropertyType);
        }
        Assert.InRange(found.Count, 25, 200);
        return found;
    }

    [Fact]
    public void Output_types_are_sealed_or_bases_and_named_in_text()
    {
        var outputs = ModelTypes.Where(static type => type.BaseType?.Name == "EngineObject");
        AssertNone(
            outputs.Where(type => !type.IsSealed && !ModelTypes.Any(other => other.BaseType == type)).Select(static type => type.Name),
            "Seal the type");
        AssertNone(
            outputs.Where(static type => type.GetMethod("ToString", Type.EmptyTypes)!.DeclaringType == typeof(object))
                .Select(static type => type.Name),
            "Override ToString with the name");
    }

    static IReadOnlyList<Type> ModelTypes =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Single(static loaded => loaded.GetName().Name == "DockerPS.Model").GetExportedTypes()];

    static IEnumerable<string> RunnableExamples() =>
        from file in Directory.EnumerateFiles(Repository.GetPath("bin"), "DockerPS.xml")
        from example in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("example")
        where (bool?)example.Attribute("runnable") ?? false
        select example.Element("code")!.Value.Trim();

    [GeneratedRegex("(?<!s|u|lia)s$")]
    private static partial Regex Plural();

    [GeneratedRegex("Version$|Address$|Duration$|Timeout$|Interval$|Period$|^Time$|^Gateway$|^Subnet$|^IPRange$")]
    private static partial Regex Typed();

    [GeneratedRegex("Password|Secret|Token", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedText();

    [GeneratedRegex(@"\b[A-Z]\w+-[A-Z]\w+|(?<![\w-])-[A-Z]\w+|(?<![\w}-])-\{", RegexOptions.CultureInvariant)]
    private static partial Regex CommandOrParameter();
}
