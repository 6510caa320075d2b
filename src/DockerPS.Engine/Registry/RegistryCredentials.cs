using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>
/// What the <c>docker</c> command's configuration knows of registries: user names and tokens in <c>config.json</c>, or in the helpers that
/// it names. Each call reads the file anew, since a login may happen between two of them.
/// </summary>
/// <param name="configurationFolder">Where <c>config.json</c> lies.</param>
sealed class RegistryCredentials(string configurationFolder)
{
    /// <summary>The header in which the engine takes the credential of a pull or push.</summary>
    public const string Header = "X-Registry-Auth";

    /// <summary>The header in which the engine takes the credentials of a build.</summary>
    public const string BuildHeader = "X-Registry-Config";

    /// <summary>Docker Hub is stored under the address that it had first.</summary>
    const string DockerHubKey = "https://index.docker.io/v1/";

    const string TokenUser = "<token>";

    /// <summary>The credentials where the docker command of this user keeps them.</summary>
    public static RegistryCredentials OfUser() => new(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"));

    /// <summary>The credential for a registry; null when there is none.</summary>
    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken)
    {
        using var configuration = Read();
        return configuration is null ? null : await FindAsync(configuration.RootElement, KeyOf(registry), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The credentials of all registries that the configuration names, by the key that an engine looks for.</summary>
    public async Task<IReadOnlyDictionary<string, RegistryCredential>> GetAllAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, RegistryCredential>(StringComparer.Ordinal);
        using var configuration = Read();
        if (configuration is null)
            return all;
        var keys = NamesIn(configuration.RootElement, "auths").Concat(NamesIn(configuration.RootElement, "credHelpers")).Distinct().ToList();
        foreach (string key in keys)
        {
            try
            {
                if (await FindAsync(configuration.RootElement, key, cancellationToken).ConfigureAwait(false) is { } credential)
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

    static async Task<RegistryCredential?> FindAsync(JsonElement configuration, string key, CancellationToken cancellationToken)
    {
        if (HelperOf(configuration, key) is { } helper)
            return await AskHelperAsync(helper, key, cancellationToken).ConfigureAwait(false);
        return FindEntry(configuration, key) is { } entry ? FromEntry(entry, key) : null;
    }

    static string? HelperOf(JsonElement configuration, string key) =>
        Text(configuration, "credHelpers", key) ?? Text(configuration, "credHelpers", HostOf(key)) ?? Text(configuration, "credsStore");

    static JsonElement? FindEntry(JsonElement configuration, string key)
    {
        if (configuration.ValueKind != JsonValueKind.Object || !configuration.TryGetProperty("auths", out var auths) || auths.ValueKind != JsonValueKind.Object)
            return null;
        if (auths.TryGetProperty(key, out var exact))
            return exact;
        foreach (var entry in auths.EnumerateObject())
        {
            if (HostOf(entry.Name) == HostOf(key))
                return entry.Value;
        }
        return null;
    }

    static RegistryCredential? FromEntry(JsonElement entry, string key)
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
        throw new EngineException(EngineError.Parse, new Subject("DockerConfiguration", key), $"The login of {key} in docker's config.json is not 'user:password' in base64. Log in again.");
    }

    JsonDocument? Read()
    {
        string path = Path.Combine(configurationFolder, "config.json");
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            // the parser's own words could quote a secret
            throw new EngineException(EngineError.Parse, new Subject("DockerConfiguration", path), $"{path}: not JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFile.Refusal(path, e);
        }
    }

    /// <summary>Asks a helper as docker does: the registry on its standard input, JSON on its output; the secret is on no command line.</summary>
    static async Task<RegistryCredential?> AskHelperAsync(string name, string key, CancellationToken cancellationToken)
    {
        string program = "docker-credential-" + name;
        using var process = Start(program);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process, key, cancellationToken).ConfigureAwait(false);
            string answer = await output.ConfigureAwait(false);
            string complaint = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return FromHelper(program, answer);
            // helpers tell both on standard output
            if (answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase))
                return null;
            throw HelperFailed(program, $"it ended with code {process.ExitCode}: {(complaint + answer).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
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
        try
        {
            return Process.Start(new ProcessStartInfo(program, "get")
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
            throw HelperFailed(program, $"it can not be started: {e.Message}", e);
        }
    }

    static RegistryCredential? FromHelper(string program, string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            string? userName = Text(json.RootElement, "Username");
            string? secret = Text(json.RootElement, "Secret");
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
        new(EngineError.Failed, new Subject("CredentialHelper", program), $"The credential helper {program}, which docker's config.json names, failed: {reason}", inner)
        {
            Advice = "Repair or install the helper, remove it from config.json, or give -Credential.",
        };

    static IEnumerable<string> NamesIn(JsonElement configuration, string property) =>
        configuration.ValueKind == JsonValueKind.Object && configuration.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(static entry => entry.Name)
            : [];

    /// <summary>A text at a path of property names; null when it is not there or empty.</summary>
    static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
    }
}
