using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>The proxies in the docker command's configuration for containers and builds.</summary>
/// <remarks>
/// Source: docker CLI, "Configure the Docker client to use a proxy": <c>proxies</c> in <c>config.json</c>, by the engine's address or
/// <c>default</c>.
/// </remarks>
static class ProxySettings
{
    static readonly (string Key, string Variable)[] Known =
    [
        ("httpProxy", "HTTP_PROXY"),
        ("httpsProxy", "HTTPS_PROXY"),
        ("noProxy", "NO_PROXY"),
        ("ftpProxy", "FTP_PROXY"),
        ("allProxy", "ALL_PROXY"),
    ];

    /// <summary>The variables, each in upper and lower case, except those that are already set.</summary>
    /// <param name="environment">Determines where the configuration is.</param>
    /// <param name="address">The engine.</param>
    /// <param name="isSet">Whether a variable is set.</param>
    public static IEnumerable<(string Name, string Value)> Read(DockerEnvironment environment, string address, Func<string, bool> isSet)
    {
        var configuration = new DockerConfigFile(environment);
        if (!configuration.Mentions("\"proxies\""u8) || configuration.Read()["proxies"] is not JsonObject proxies)
            yield break;
        if ((proxies[address] ?? proxies["default"]) is not JsonObject own)
            yield break;
        foreach (var (key, variable) in Known)
        {
            if (own[key] is not JsonValue value || !value.TryGetValue(out string? text) || text.Length == 0)
                continue;
            foreach (string name in (string[])[variable, variable.ToLowerInvariant()])
            {
                if (!isSet(name))
                    yield return (name, text);
            }
        }
    }
}
