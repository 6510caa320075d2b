using System.Security;

namespace DockerPS;

/// <summary>Something secret that the steps of a build may read, and that stays out of the image. No text of it shows the secret.</summary>
/// <remarks>Source: <c>docker build --secret</c>.</remarks>
public sealed class BuildSecret
{
    const string Expected = "Expected pairs such as id=token,src=./token.txt or id=token,env=TOKEN.";

    /// <summary>Reads docker's syntax: <c>id=token,src=./token.txt</c> or <c>id=token,env=TOKEN</c>.</summary>
    public BuildSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // no message shows the text: somebody may have taken it for the place of the secret itself
        string? id = null;
        string? type = null;
        string? source = null;
        foreach (string field in CommaFields.Split(text))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string value = equals > 0 && equals < field.Length - 1 ? field[(equals + 1)..] : throw new FormatException($"A part of a secret is no pair. {Expected}");
            switch (field[..equals].Trim().ToLowerInvariant())
            {
                case "id":
                    id = value;
                    break;
                case "type":
                    type = value is "file" or "env" ? value : throw new FormatException($"The type of a secret is neither file nor env. {Expected}");
                    break;
                case "source" or "src":
                    source = value;
                    break;
                case "env":
                    Variable = value;
                    break;
                default:
                    throw new FormatException($"A secret has an option that is not known. {Expected}");
            }
        }
        Id = id ?? throw new FormatException($"A secret has no id. {Expected}");
        if (Variable is not null && (source is not null || type == "file"))
            throw new FormatException($"The secret '{Id}' comes from two places. {Expected}");
        // as docker does: without a source, the id names a variable, else a file
        if (type == "env" || type is null && source is null && Variable is null && Environment.GetEnvironmentVariable(Id) is not null)
            Variable ??= source ?? Id;
        if (Variable is null)
            Path = source ?? Id;
    }

    /// <summary>A secret that is known already.</summary>
    public BuildSecret(string id, SecureString value)
        : this(id, path: null, variable: null) => Value = value;

    BuildSecret(string id, string? path, string? variable)
    {
        Id = id is { Length: > 0 } ? id : throw new FormatException("A secret needs an id.");
        Path = path;
        Variable = variable;
    }

    /// <summary>What the steps call it: <c>RUN --mount=type=secret,id=token</c>.</summary>
    public string Id { get; }

    /// <summary>The file that holds it; null when it comes from elsewhere.</summary>
    public string? Path { get; }

    /// <summary>The environment variable that holds it; null when it comes from elsewhere.</summary>
    public string? Variable { get; }

    /// <summary>The secret itself; null when it is read when a step asks for it.</summary>
    public SecureString? Value { get; }

    /// <summary>A secret that a file holds.</summary>
    public static BuildSecret FromFile(string id, string path) => new(id, path, variable: null);

    /// <summary>A secret that an environment variable holds.</summary>
    public static BuildSecret FromVariable(string id, string variable) => new(id, path: null, variable);

    /// <summary>The id and where the secret comes from.</summary>
    public override string ToString() => Path is not null ? $"id={Id},src={Path}" : Variable is not null ? $"id={Id},env={Variable}" : $"id={Id}";
}
