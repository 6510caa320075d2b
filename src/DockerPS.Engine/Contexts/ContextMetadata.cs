using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>The <c>meta.json</c> of a context. Properties that this module does not know are kept.</summary>
/// <param name="json">The content of the file.</param>
sealed partial class ContextMetadata(JsonObject json)
{
    /// <summary>The name of Docker's endpoint in contexts.</summary>
    public const string DockerEndpoint = "docker";

    /// <summary>The metadata of a new context.</summary>
    public ContextMetadata(string name)
        : this(new JsonObject { [nameof(Name)] = name, ["Metadata"] = new JsonObject(), ["Endpoints"] = new JsonObject() })
    {
    }

    /// <summary>The content of the file.</summary>
    public JsonObject Json => json;

    /// <summary>The name of the context; empty if the file has none.</summary>
    public string Name
    {
        get => TextOf(json, nameof(Name));
        set => json[nameof(Name)] = value;
    }

    /// <summary>The description; empty if there is none.</summary>
    public string Description => TextOf(json["Metadata"] as JsonObject, nameof(Description));

    /// <summary>The address of the engine; empty if the context has no Docker endpoint.</summary>
    public string Host => TextOf(Endpoint, nameof(Host));

    /// <summary>Whether the engine's certificate is not checked.</summary>
    public bool SkipsVerification =>
        Endpoint?["SkipTLSVerify"] is JsonValue value && value.TryGetValue(out bool set) && set;

    JsonObject? Endpoint => (json["Endpoints"] as JsonObject)?[DockerEndpoint] as JsonObject;

    /// <summary>Whether docker accepts a context name.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="name">The name of the context, for errors.</param>
    /// <exception cref="EngineException">The file cannot be read, or does not describe a context.</exception>
    public static ContextMetadata Read(string file, string name)
    {
        try
        {
            var metadata = new ContextMetadata(LenientJson.ParseObject(LocalFile.ReadFile(file, LocalFile.MostText)));
            return metadata.Name switch
            {
                "" => throw new JsonException("It has no name."),
                // docker does not create such names, and the name may become part of a path
                var written when !IsName(written) => throw new JsonException("Its name is not a valid context name."),
                _ => metadata,
            };
        }
        catch (JsonException e)
        {
            throw new EngineException(
                EngineError.Parse,
                new Subject(ContextStore.Kind, name),
                $"{file} does not describe a context: {DockerConfigFile.Describe(e)}",
                e);
        }
        catch (EngineException e) when (e.Error != EngineError.Parse)
        {
            throw new EngineException(
                EngineError.AccessDenied,
                new Subject(ContextStore.Kind, name),
                $"The context cannot be read from {file}: {e.Message}",
                e);
        }
    }

    /// <summary>Changes the values that are not null.</summary>
    public void Change(string? description, EngineEndpoint? endpoint)
    {
        if (description is not null)
            ObjectOf(json, "Metadata")[nameof(Description)] = description;
        if (endpoint is null)
            return;
        var docker = ObjectOf(ObjectOf(json, "Endpoints"), DockerEndpoint);
        docker[nameof(Host)] = endpoint.Address;
        docker["SkipTLSVerify"] = endpoint.Tls?.SkipVerify ?? false;
    }

    /// <summary>The content of the file, in docker's format.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(json.ToJsonString());

    static JsonObject ObjectOf(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }

    static string TextOf(JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
