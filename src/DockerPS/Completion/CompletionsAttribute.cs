using System.Management.Automation;

namespace DockerPS.Completion;

/// <summary>Completes a parameter.</summary>
/// <typeparam name="TCompleter">The completer that provides the candidates.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CompletionsAttribute<TCompleter>() : ArgumentCompleterAttribute(typeof(TCompleter))
    where TCompleter : IArgumentCompleter, new();
