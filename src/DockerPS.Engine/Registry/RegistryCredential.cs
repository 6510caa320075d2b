using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>A login for a registry. It is not a record, so that no string representation shows the secret.</summary>
public sealed class RegistryCredential
{
    /// <summary>A user with a password.</summary>
    public RegistryCredential(string userName, string password)
    {
        UserName = userName;
        Password = password;
    }

    RegistryCredential() { }

    /// <summary>No login.</summary>
    internal static RegistryCredential None { get; } = new();

    /// <summary>The name of the user; null for a token alone.</summary>
    public string? UserName { get; private init; }

    internal string? Password { get; private init; }

    internal string? IdentityToken { get; private init; }

    internal string? RegistryToken { get; private init; }

    internal static RegistryCredential FromToken(string? userName, string identityToken) =>
        new() { UserName = userName, IdentityToken = identityToken };

    internal static RegistryCredential FromRegistryToken(string registryToken) => new() { RegistryToken = registryToken };

    /// <summary>The credential in the format of the engine's header: JSON in URL-safe base64, with padding.</summary>
    internal string ToHeader(string? registry = null) => Encode(json => WriteTo(json, registry));

    /// <summary>Credentials for many registries in the format of a build's header.</summary>
    internal static string ToHeader(IReadOnlyDictionary<string, RegistryCredential> credentials) => Encode(json =>
    {
        json.WriteStartObject();
        foreach (var (registry, credential) in credentials)
        {
            json.WritePropertyName(registry);
            credential.WriteTo(json, registry);
        }
        json.WriteEndObject();
    });

    /// <summary>The name of the user, and no secret.</summary>
    public override string ToString() => UserName ?? "";

    void WriteTo(Utf8JsonWriter json, string? registry)
    {
        json.WriteStartObject();
        Write(json, "username", UserName);
        Write(json, "password", Password);
        Write(json, "identitytoken", IdentityToken);
        Write(json, "registrytoken", RegistryToken);
        Write(json, "serveraddress", registry);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    static string Encode(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length).Replace('+', '-').Replace('/', '_');
    }
}
