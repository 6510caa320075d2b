namespace DockerPS.Engine;

/// <summary>What is decided over a thing of a build context.</summary>
/// <param name="IsSent">Whether it is sent.</param>
/// <param name="MayHoldSent">Whether it is a folder in which something may be that is sent.</param>
/// <param name="Decider">The line that leaves it out, or takes it back in; null when none does.</param>
/// <param name="Fits">Which patterns fit it, for what lies in it.</param>
readonly record struct ContextDecision(bool IsSent, bool MayHoldSent, IgnorePattern? Decider, bool[][] Fits);

/// <summary>Chooses what is sent of a build context: what no rule leaves out, and what is wanted of it.</summary>
/// <param name="rules">What is left out.</param>
/// <param name="wanted">What is wanted; null for all.</param>
sealed class ContextFilter(IReadOnlyList<IgnoreRules> rules, IgnoreRules? wanted = null)
{
    /// <summary>Lets everything through.</summary>
    public static ContextFilter All { get; } = new([]);

    /// <summary>The same with more left out.</summary>
    public ContextFilter Without(IgnoreRules more) => new([.. rules, more], wanted);

    /// <summary>Whether a file is let through that lies in no folder.</summary>
    public bool Lets(string name) => Decide(name, isFolder: false, above: null).IsSent;

    /// <summary>Decides over one thing.</summary>
    /// <param name="path">Its path in the context.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="above">What was decided over the folder that it lies in; null for the context itself.</param>
    public ContextDecision Decide(string path, bool isFolder, ContextDecision? above)
    {
        bool[][] fits = new bool[rules.Count + 1][];
        bool isSent = true;
        bool mayHold = isFolder;
        IgnorePattern? line = null;
        for (int i = 0; i < rules.Count; i++)
        {
            fits[i] = rules[i].Match(path, above?.Fits[i], out var decider);
            bool isIgnored = decider is { IsException: false };
            isSent &= !isIgnored;
            mayHold &= !isIgnored || rules[i].MayTakeBackIn(path);
            line = decider ?? line;
        }
        if (wanted is not null)
        {
            fits[^1] = wanted.Match(path, above?.Fits[^1], out var decider);
            isSent &= decider is not null;
            mayHold &= decider is not null || wanted.MayFitBelow(path);
        }
        return new ContextDecision(isSent, mayHold, line, fits);
    }
}
