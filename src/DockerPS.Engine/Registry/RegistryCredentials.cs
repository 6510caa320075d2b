using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// The registry logins in the <c>docker</c> command's configuration: user names and tokens in <c>config.json</c>, or in the helpers that it
/// names. Each call reads the file again, since the user may log in between two calls.
/// </summary>
/// <param name="environment">Determines where the configuration is.</param>
sealed class RegistryCredentials(DockerEnvironment environment)
{
    /// <summary>The header with the credential for a pull or push.</summary>
    public const string Header = "X-Registry-Auth";

    /// <summary>The header with the credentials for a build.</summary>
    public const string BuildHeader = "X-Registry-Config";

    /// <summary>Docker Hub is stored under its original address.</summary>
    const string DockerHubKey = "https://index.docker.io/v1/";

    const string TokenUser = "<token>";

    /// <summary>More characters than any helper's response has.</summary>
    const int MostAnswer = 1024 * 1024;

    /// <summary>The credential for a registry; null if there is none.</summary>
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) =>
        FindAsync(new DockerConfigFile(environment).Read(), KeyOf(registry), cancellationToken);

    /// <summary>
    /// The configuration's token for a registry, which the registry accepts as it is; null if there is none. Helpers do not have them.
    /// </summary>
    public string? FindRegistryToken(string registry)
    {
        var configuration = new DockerConfigFile(environment).Read();
        string key = KeyOf(registry);
        return HelperOf(configuration, key) is null && FindEntry(configuration["auths"] as JsonObject, key) is { } entry
            ? FromEntry(entry, key)?.RegistryToken
            : null;
    }

    /// <summary>The credentials for all registries in the configuration, by the key that an engine looks for.</summary>
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
                // as docker does: most builds need none of them, and the one that does reports it
            }
        }
        return all;
    }

    static string KeyOf(string registry) => registry == ImageName.DefaultRegistry ? DockerHubKey : registry;

    /// <summary>A registry's host: keys used to be written as addresses.</summary>
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
            // falls through: neither the text nor the exception may show its content
        }
        throw new EngineException(
            EngineError.Parse,
            new Subject("DockerConfiguration", key),
            $"The login for {key} in docker's config.json is not 'user:password' in base64. Log in again.");
    }

    /// <summary>
    /// Calls a helper like docker: the registry on its standard input, JSON on its output; the secret never appears on a command line.
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
            // whichever has too much output ends both
            await (await Task.WhenAny(output, errors).ConfigureAwait(false)).ConfigureAwait(false);
            string answer = await output.ConfigureAwait(false);
            string complaint = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return FromHelper(program, answer);
            // helpers write errors to standard output, too
            if (answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase))
                return null;
            // if one fails after it has answered, its answer must not be shown, since it contains the secret
            string words = answer.Contains("\"Secret\"", StringComparison.OrdinalIgnoreCase) ? complaint : complaint + answer;
            throw HelperFailed(program, $"it exited with code {process.ExitCode}: {words.Trim()}".TrimEnd(':', ' '));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>A helper's whole output, if it ends.</summary>
    static async Task<string> ReadAsync(StreamReader reader, string program, CancellationToken cancellationToken)
    {
        char[] buffer = new char[MostAnswer];
        int count = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count < buffer.Length ? new string(buffer, 0, count) : throw HelperFailed(program, "its response is too long");
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
            // a helper that ends without reading explains itself with its output and exit code
        }
    }

    static Process Start(string program)
    {
        if (!Programs.IsFileName(program))
            throw HelperFailed(program, "its name is a path");
        string path = Programs.Find(program) ?? throw HelperFailed(program, "it cannot be started: it is not in any folder of PATH");
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
            // neither the text nor the parser's message may be shown: both could quote the secret
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

    /// <summary>A string; null if it is missing, empty, or something else.</summary>
    static string? Text(JsonObject? table, string name) =>
        table?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
