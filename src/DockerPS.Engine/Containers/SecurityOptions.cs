using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Converts a container's security options like the docker command does before it sends them.</summary>
public static class SecurityOptions
{
    const string Kind = "SecurityOption";
    const string Seccomp = "seccomp=";
    const string UnconfinedPaths = "systempaths=unconfined";
    const string NoNewPrivileges = "no-new-privileges";

    /// <summary>An option in the form that the engine accepts: a seccomp profile is a file here, and its content there.</summary>
    /// <param name="option">The option.</param>
    /// <param name="resolve">Resolves the path of a profile to an absolute path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EngineException">The profile cannot be read, or is not JSON.</exception>
    public static string Read(string option, Func<string, string> resolve, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(option);
        string value = option.StartsWith(Seccomp, StringComparison.Ordinal) ? option[Seccomp.Length..] : "";
        if (value is "" or "unconfined" or "builtin" || value.StartsWith('{'))
            return option;
        string file = resolve(value);
        try
        {
            using var profile = JsonDocument.Parse(LocalFile.ReadAll(file, LocalFile.MostText, cancellationToken));
            return Seccomp + JsonSerializer.Serialize(profile.RootElement, SecurityJson.Default.JsonElement);
        }
        catch (Exception e) when (e is EngineException or JsonException)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, option),
                $"The seccomp profile '{file}' cannot be read: {e.Message}",
                e);
        }
    }

    /// <summary>Refuses an option without a value that needs one.</summary>
    /// <exception cref="EngineException">There is such an option.</exception>
    internal static void Check(IReadOnlyList<string> options)
    {
        if (options.FirstOrDefault(static option => !IsValid(option)) is { } wrong)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, wrong),
                $"'{wrong}' is not a valid security option. Expected NAME=value such as label=disable or seccomp=profile.json, or {NoNewPrivileges}.");
        }
    }

    /// <summary>
    /// The options for the engine, and whether nothing in /proc and /sys is hidden, which is a separate setting of the engine.
    /// </summary>
    internal static (IReadOnlyList<string> Options, bool IsUnconfined) Split(IReadOnlyList<string> options) =>
        ([.. options.Where(static option => option != UnconfinedPaths)], options.Contains(UnconfinedPaths));

    static bool IsValid(string option)
    {
        int end = option.IndexOfAny(['=', ':']);
        return option == NoNewPrivileges || (end > 0 && end < option.Length - 1);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
sealed partial class SecurityJson : System.Text.Json.Serialization.JsonSerializerContext;
