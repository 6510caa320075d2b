using System.Security;

namespace DockerPS;

/// <summary>
/// A secret that steps of a build may mount: it is in the step that mounts it, and in no layer. No text of it shows what it is.
/// </summary>
/// <remarks>Source: <c>docker build --secret</c>.</remarks>
public sealed class BuildSecret
{
    const string Expected = "Expected id=NAME,src=FILE or id=NAME,env=VARIABLE, or a hashtable such as @{ NAME = 'FILE' } or @{ NAME = $secureString }.";

    /// <summary>Reads docker's syntax: <c>id=token,src=token.txt</c> or <c>id=token,env=TOKEN</c>.</summary>
    public BuildSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? type = null;
        string? source = null;
        foreach (string field in CommaFields.Split(text))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? field : field[..equals];
            // what stands where a secret is asked for may be one: an error repeats no value
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
            throw new FormatException($"The secret '{Id}' has a file and an environment variable: expected one of both.");
    }

    /// <summary>A secret that is in a file.</summary>
    public BuildSecret(string id, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Id = CheckId(id);
        Path = path;
    }

    /// <summary>A secret that is in no file and in no variable.</summary>
    public BuildSecret(string id, SecureString value)
    {
        Id = CheckId(id);
        Value = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The name by which a step asks for it.</summary>
    public string Id { get; } = "";

    /// <summary>The file that holds it; null when it is not in a file.</summary>
    public string? Path { get; }

    /// <summary>The environment variable of this session that holds it; null when it is not in one.</summary>
    public string? EnvironmentVariable { get; }

    /// <summary>The secret itself; null when it is elsewhere.</summary>
    public SecureString? Value { get; }

    /// <summary>The same secret in another file: the path that a relative one stands for.</summary>
    public BuildSecret WithPath(string path) => new(Id, path);

    /// <summary>The id, and nothing of the secret.</summary>
    public override string ToString() => Id;

    static string CheckId(string id) => string.IsNullOrWhiteSpace(id) ? throw new FormatException($"A secret has no id. {Expected}") : id;
}
