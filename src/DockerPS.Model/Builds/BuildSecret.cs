using System.Security;

namespace DockerPS;

/// <summary>
/// A secret that build steps can mount: it is available in the step that mounts it, and not stored in any layer. The value never appears in
/// text.
/// </summary>
/// <remarks>Source: <c>docker build --secret</c>.</remarks>
public sealed class BuildSecret
{
    const string Expected = "Expected id=NAME,src=FILE or id=NAME,env=VARIABLE, or a hashtable such as @{ NAME = 'FILE' } or @{ NAME = $secureString }.";

    /// <summary>Parses docker's syntax: <c>id=token,src=token.txt</c> or <c>id=token,env=TOKEN</c>.</summary>
    public BuildSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? type = null;
        string? source = null;
        foreach (string field in CommaFields.Split(text))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? field : field[..equals];
            // a value in a secret's place may be the secret, so errors do not repeat it
            string value = equals > 0 && equals < field.Length - 1
                ? field[(equals + 1)..]
                : throw new FormatException($"A part of the secret has no key or no value. {Expected}");
            switch (key.Trim().ToLowerInvariant())
            {
                case "id":
                    Id = value;
                    break;
                case "type" when value is "file" or "env":
                    type = value;
                    break;
                case "src" or "source":
                    source = value;
                    break;
                case "env":
                    EnvironmentVariable = value;
                    break;
                default:
                    throw new FormatException($"A secret cannot be read. {Expected}");
            }
        }
        if (Id.Length == 0)
            throw new FormatException($"A secret has no id. {Expected}");
        if (type == "env" && EnvironmentVariable is null)
            EnvironmentVariable = source ?? Id;
        else if (type != "file" && source is null && EnvironmentVariable is null && Environment.GetEnvironmentVariable(Id) is not null)
            EnvironmentVariable = Id;
        else if (EnvironmentVariable is null)
            Path = source ?? Id;
        else if (source is not null)
            throw new FormatException($"The secret '{Id}' has both a file and an environment variable: expected one of them.");
    }

    /// <summary>Creates a secret from a file.</summary>
    public BuildSecret(string id, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Id = CheckId(id);
        Path = path;
    }

    /// <summary>Creates a secret that is neither in a file nor in a variable.</summary>
    public BuildSecret(string id, SecureString value)
    {
        Id = CheckId(id);
        Value = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The id by which a step requests it.</summary>
    public string Id { get; } = "";

    /// <summary>The file with the secret; null if it is not in a file.</summary>
    public string? Path { get; }

    /// <summary>The environment variable of this session with the secret; null if it is not in one.</summary>
    public string? EnvironmentVariable { get; }

    /// <summary>The secret itself; null if it is stored elsewhere.</summary>
    public SecureString? Value { get; }

    /// <summary>A copy with another path, such as the absolute one.</summary>
    public BuildSecret WithPath(string path) => new(Id, path);

    /// <summary>The id, and nothing of the secret.</summary>
    public override string ToString() => Id;

    static string CheckId(string id) => string.IsNullOrWhiteSpace(id) ? throw new FormatException($"A secret has no id. {Expected}") : id;
}
