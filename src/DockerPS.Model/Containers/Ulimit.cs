using System.Globalization;

namespace DockerPS;

/// <summary>A kernel limit for the processes of a container.</summary>
/// <remarks>Source: <c>docker run --ulimit</c>.</remarks>
public sealed record Ulimit : ITextValue<Ulimit>
{
    const string Unlimited = "unlimited";

    static readonly string[] Names =
    [
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ];

    /// <summary>The limit, such as <c>nofile</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The soft limit, which applies at first; -1 for no limit.</summary>
    public required long Soft { get; init; }

    /// <summary>The hard limit, to which a process may raise the soft one; -1 for no limit.</summary>
    public required long Hard { get; init; }

    /// <summary>Parses docker's syntax: <c>nofile=1024</c> or <c>nofile=1024:4096</c>; <c>unlimited</c> is -1.</summary>
    public static Ulimit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, value) = CommaFields.SplitField(text);
        string[] parts = value?.Trim().Split(':') ?? [];
        if (parts.Length is 0 or > 2 || !TryNumber(parts[0], out long soft) || !TryNumber(parts[^1], out long hard))
        {
            throw new FormatException(
                $"'{text}' is not a valid kernel limit. Expected NAME=SOFT or NAME=SOFT:HARD, such as nofile=1024:4096.");
        }
        var limit = new Ulimit { Name = name, Soft = soft, Hard = hard };
        limit.Check();
        return limit;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!Names.Contains(Name))
            throw new FormatException($"'{Name}' is not a kernel limit. Expected one of {string.Join(", ", Names)}.");
        if (Soft < -1 || Hard < -1)
            throw new FormatException($"The limit {this} is negative. Expected a number, or -1 for no limit.");
        if (Hard != -1 && (Soft == -1 || Soft > Hard))
        {
            throw new FormatException(
                $"The soft limit in {this} is higher than the hard limit. Expected NAME=SOFT:HARD, such as nofile=1024:4096.");
        }
    }

    /// <summary>The limit in docker's syntax.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}={Soft}{(Hard == Soft ? "" : $":{Hard}")}");

    static bool TryNumber(string text, out long number)
    {
        number = -1;
        return text == Unlimited || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
