using System.Collections.Immutable;

namespace DockerPS.Engine;

/// <summary>What is known at a point of a stage.</summary>
sealed class StageScope
{
    const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static readonly ImmutableDictionary<string, string> OnlyPath =
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal).Add("PATH", DefaultPath);

    /// <summary>The variables that have a value.</summary>
    public ImmutableDictionary<string, string> Variables { get; set; } = OnlyPath;

    /// <summary>The arguments, including those without a value.</summary>
    public ImmutableHashSet<string> Declared { get; set; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The ONBUILD instructions.</summary>
    public ImmutableList<DockerfileInstruction> Triggers { get; set; } = [];

    /// <summary>Whether there is no base image that could set further variables.</summary>
    public bool IsBaseKnown { get; init; }

    /// <summary>Whether there was a WORKDIR.</summary>
    public bool HasWorkdir { get; set; }

    /// <summary>The shell that a SHELL has set; null if there was none.</summary>
    public IReadOnlyList<string>? Shell { get; set; }

    /// <summary>The user that a USER has set; null if there was none.</summary>
    public string? User { get; set; }

    /// <summary>The stage that this one builds on; null for an image.</summary>
    public int? Parent { get; init; }

    /// <summary>The scope at the start of a stage that builds on this one.</summary>
    public StageScope Inherit(int parent) => new()
    {
        Variables = Variables,
        Declared = Declared,
        IsBaseKnown = IsBaseKnown,
        HasWorkdir = HasWorkdir,
        Shell = Shell,
        User = User,
        Parent = parent,
    };
}
