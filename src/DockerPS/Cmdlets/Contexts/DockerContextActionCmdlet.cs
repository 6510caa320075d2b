using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that performs one action on each of many docker contexts.</summary>
public abstract class DockerContextActionCmdlet : AsyncCmdlet
{
    private protected DockerContextActionCmdlet() { }

    /// <summary>The contexts: names, wildcards, or context objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ReferenceTransformation<DockerContextReference>]
    [Completions<EngineNameCompleter>]
    public DockerContextReference[] Context { get; set; } = [];

    /// <summary>The action, for the confirmation: <c>Remove context</c>.</summary>
    private protected abstract string Action { get; }

    /// <summary>Whether the action can be performed on the context <c>default</c>; if not, wildcards skip it.</summary>
    private protected virtual bool TakesDefault => false;

    /// <summary>Performs the action on one context.</summary>
    private protected abstract void Act(ContextStore store, DockerContext context);

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        var store = ContextStore.Open();
        foreach (var reference in Context)
        {
            await TryAsync(reference, async () =>
            {
                foreach (var context in DockerContextMatching.Find(store, reference, broken => WriteError(broken, null)))
                {
                    if (reference.IsWildcard && !TakesDefault && context.Name == EndpointResolver.DefaultContext)
                        continue;
                    if (ShouldProcess(context.Name, Action))
                        await TryAsync(context.Name, () => Do(store, context));
                }
            });
        }
    }

    Task Do(ContextStore store, DockerContext context)
    {
        Act(store, context);
        return Task.CompletedTask;
    }
}
