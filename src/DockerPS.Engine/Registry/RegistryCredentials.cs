using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// What the <c>docker</c> command's configuration knows of registries: user names and tokens in <c>config.json</c>, or in the helpers that
/// it names. Each call reads the file anew, since a login may happen between two of them.
/// </summary>
/// <param name="environment">Where the configuration is.</param>
sealed class RegistryCredentials(DockerEnvironment environment)
{
    /// <summary>The header in which the engine takes the credential of a pull or push.</summary>
    public const string Header = "X-Registry-Auth";

    /// <summary>The header in which the engine takes the credentials of a build.</summary>
    public const string BuildHeader = "X-Registry-Config";

    /// <summary>Docker Hub is stored under the address that it had first.</summary>
    const string DockerHubKey = "https://index.docker.io/v1/";

    const string TokenUser = "<token>";

    /// <summary>No answer of a helper has as many characters.</summary>
    const int MostAnswer = 1024 * 1024;

    /// <summary>The credential for a registry; null when there is none.</summary>
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) =>
        FindAsync(new DockerConfigFile(environment).Read(), KeyOf(registry), cancellationToken);

    /// <summary>
    /// The token that the configuration holds for a registry, which the registry takes as it is; null when there is none. No helper has
    /// one.
    /// </summary>
    public string? FindRegistryToken(string registry)
    {
        var configuration = new DockerConfigFile(environment).Read();
        string key = KeyOf(registry);
        return HelperOf(configuration, key) is null && FindEntry(configuration["auths"] as JsonObject, key) is { } entry
            ? FromEntry(entry, key)?.RegistryToken
            : null;
    }

    /// <summary>The credentials of all registries that the configuration names, by the key that an engine looks for.</summary>
    public async Task<IReadOnlyDictionary<string, RegistryCredential>> GetAllAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, RegistryCredential>(StringComparer.Ordinal);
        var configuration = new DockerConfigFile(environment).Read();
        foreach (string key in NamesIn(configuration, "auths").Union(NamesIn(configuration, "credHelpers")))
        {
            try
            {
                if (await FindAsync(configuration, key, cancellationToken).ConfigureAwait(false) is { } credential)
                    all[key] = credential;
            }
            catch (EngineException)
            {
                // as docker does: most builds need none of them, and the one that does says so
            }
        }
        return all;
    }

    static string KeyOf(string registry) => registry == ImageName.DefaultRegistry ? DockerHubKey : registry;

    /// <summary>A registry's host: keys were once written as addresses.</summary>
    static string HostOf(string key)
    {
        int scheme = key.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? key : key[(scheme + 3)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? rest : rest[..slash];
    }

    static async Task<RegistryCredential?> FindAsync(JsonObject configuration, string key, CancellationToken cancellationToken)
    {
        if (HelperOf(configuration, key) is { } helper)
            return await AskHelperAsync(helper, key, cancellationToken).ConfigureAwait(false);
        return FindEntry(configuration["auths"] as JsonObject, key) is { } entry ? FromEntry(entry, key) : null;
    }

    static string? HelperOf(JsonObject configuration, string key)
    {
        var helpers = configuration["credHelpers"] as JsonObject;
        return Text(helpers, key) ?? Text(helpers, HostOf(key)) ?? Text(configuration, "credsStore");
    }

    static JsonObject? FindEntry(JsonObject? logins, string key) =>
        logins?[key] as JsonObject ?? logins?.FirstOrDefault(entry => HostOf(entry.Key) == HostOf(key)).Value as JsonObject;

    static RegistryCredential? FromEntry(JsonObject entry, string key)
    {
        string? userName = Text(entry, "username");
        string? password = Text(entry, "password");
        if (Text(entry, "auth") is { } encoded)
            (userName, password) = Decode(encoded, key);
        if (Text(entry, "identitytoken") is { } token)
            return RegistryCredential.FromToken(userName, token);
        if (Text(entry, "registrytoken") is { } registryToken)
            return RegistryCredential.FromRegistryToken(registryToken);
        return userName is null ? null : new RegistryCredential(userName, password ?? "");
    }

    static (string UserName, string Password) Decode(string encoded, string key)
    {
        try
        {
            string text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                return (text[..colon], text[(colon + 1)..].TrimEnd('\0'));
        }
        catch (FormatException)
        {
            // falls through: neither the text nor the exception may show what was in it
        }
        throw new EngineException(
            EngineError.Parse,
            new Subject("DockerConfiguration", key),
            $"The login of {key} in docker's config.json is not 'user:password' in base64. Log in again.");
    }

    /// <summary>
    /// Asks a helper as docker does: the registry on its standard input, JSON on its output; the secret is on no command line.
    /// </summary>
    static async Task<RegistryCredential?> AskHelperAsync(string name, string key, CancellationToken cancellationToken)
    {
        string program = "docker-credential-" + name;
        using var process = Start(program);
        try
        {
            var output = ReadAsync(process.StandardOutput, program, cancellationToken);
            var errors = ReadAsync(process.StandardError, program, cancellationToken);
            await WriteAsync(process, key, cancellationToken).ConfigureAwait(false);
            // whichever has too much to say ends it all
            await (await Task.WhenAny(output, errors).ConfigureAwait(false)).ConfigureAwait(false);
            string answer = await output.ConfigureAwait(false);
            string complaint = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return FromHelper(program, answer);
            // helpers tell their errors on standard output, too
            if (answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase))
                return null;
            // one that fails after it has answered must not have its answer shown, in which the secret is
            string words = answer.Contains("\"Secret\"", StringComparison.OrdinalIgnoreCase) ? complaint : complaint + answer;
            throw HelperFailed(program, $"it ended with code {process.ExitCode}: {words.Trim()}".TrimEnd(':', ' '));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>All that a helper says, if it ends.</summary>
    static async Task<string> ReadAsync(StreamReader reader, string program, CancellationToken cancellationToken)
    {
        char[] buffer = new char[MostAnswer];
        int count = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count < buffer.Length ? new string(buffer, 0, count) : throw HelperFailed(program, "it does not stop to answer");
    }

    static async Task WriteAsync(Process process, string text, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // a helper that ends without reading says why by its answer and its code
        }
    }

    static Process Start(string program)
    {
        if (!Programs.IsFileName(program))
            throw HelperFailed(program, "its name is a path");
        string path = Programs.Find(program) ?? throw HelperFailed(program, "it cannot be started: no folder of PATH has it");
        try
        {
            return Process.Start(new ProcessStartInfo(path, "get")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw HelperFailed(program, $"it cannot be started: {e.Message}", e);
        }
    }

    static RegistryCredential? FromHelper(string program, string answer)
    {
        try
        {
            var json = LenientJson.ParseObject(answer);
            string? userName = Text(json, "Username");
            string? secret = Text(json, "Secret");
            return (userName, secret) switch
            {
                (_, null) => null,
                (TokenUser, _) => RegistryCredential.FromToken(null, secret),
                _ => new RegistryCredential(userName ?? "", secret),
            };
        }
        catch (JsonException)
        {
            // neither the text nor the parser's words may be shown: both could quote the secret
            throw HelperFailed(program, "its answer is not JSON");
        }
    }

    static EngineException HelperFailed(string program, string reason, Exception? inner = null) =>
        new(
            EngineError.Failed,
            new Subject("CredentialHelper", program),
            $"The credential helper {program}, which docker's config.json names, failed: {reason}",
            inner)
        {
            Cause = EngineCause.CredentialHelperFailed,
        };

    static IEnumerable<string> NamesIn(JsonObject configuration, string property) =>
        configuration[property] is JsonObject table ? table.Select(static entry => entry.Key) : [];

    /// <summary>A text; null when it is not there, empty, or something else.</summary>
    static string? Text(JsonObject? table, string name) =>
        table?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
