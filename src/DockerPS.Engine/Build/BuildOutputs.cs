using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>Says in a request what becomes of the result of a build, and refuses what only a session can do where there is none.</summary>
/// <remarks>Source: Engine API, parameter <c>outputs</c> of <c>POST /build</c>.</remarks>
static class BuildOutputs
{
    static readonly Version OutputVersion = new(1, 40);

    /// <summary>The parameter; null for an image, which is what is made when nothing is said.</summary>
    public static string? ToJson(BuildDestination output)
    {
        string? type = output.Type switch
        {
            // a folder comes as a tar, too
            BuildDestinationType.Local or BuildDestinationType.Tar => "tar",
            BuildDestinationType.CacheOnly => "cacheonly",
            _ => null,
        };
        if (type is null)
            return null;
        var attributes = new JsonObject(output.Attributes.Select(static attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)attribute.Value)));
        return new JsonArray(new JsonObject { ["Type"] = type, ["Attrs"] = attributes }).ToJsonString();
    }

    /// <summary>The name that an image is to get.</summary>
    public static string ToTag(BuildDestination output, string name) =>
        ImageName.TryParse(name, out var tag, out string? problem)
            ? tag.WithDefaultTag().ToString()
            : throw new EngineException(EngineError.Invalid, new Subject("Output", output.ToString()), $"'{name}' is no name for an image: {problem}");

    /// <summary>Refuses what this builder, or this engine, can not do.</summary>
    public static void Check(BuildOptions options, ImageBuilder builder, Version api, Func<Version, string, EngineException> tooOld)
    {
        bool isOther = options.Output is { Type: not BuildDestinationType.Image };
        if (builder == ImageBuilder.Classic && FindUnknown(options, isOther) is { } name)
        {
            throw new EngineException(EngineError.Invalid, new Subject("BuildOption", name), $"-{name} is known to BuildKit alone, and would be ignored by the classic builder.")
            {
                Advice = "Use -Builder BuildKit, or leave it out.",
            };
        }
        if (isOther && api < OutputVersion)
            throw tooOld(OutputVersion, "A result of a build that is no image");
        if (isOther && options.Tags.Count > 0)
            throw new EngineException(EngineError.Invalid, new Subject("Output", options.Output!.ToString()), $"The result of the build is no image (-Output {options.Output}), so it can not get a name: leave out -Tag, or -Output.");
    }

    static string? FindUnknown(BuildOptions options, bool isOther) => options switch
    {
        { Secrets.Count: > 0 } => "Secret",
        { Ssh.Count: > 0 } => "Ssh",
        _ => isOther ? "Output" : null,
    };
}
