using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Gets docker contexts.</summary>
/// <remarks>
/// <para>Gets the contexts in the docker command's own store, and the built-in context 'default', which represents DOCKER_HOST and the
/// default socket. It does not contact any engine.</para>
/// </remarks>
/// <docker>docker context ls, docker context inspect, docker context show</docker>
/// <example runnable="true">
/// <para>Lists all contexts.</para>
/// <code>Get-DockerContext</code>
/// </example>
/// <example>
/// <para>Shows all properties of the context that the docker command uses.</para>
/// <code>Get-DockerContext -Current | Format-List</code>
/// </example>
/// <example>
/// <para>Gets the versions of all engines at the same time.</para>
/// <code>Get-DockerContext | ForEach-Object -Parallel { Get-DockerVersion -Engine $_ }</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "DockerContext", DefaultParameterSetName = "Context")]
[OutputType(typeof(DockerContext))]
public sealed class GetDockerContextCommand : AsyncCmdlet
{
    /// <summary>The contexts: names, wildcards, or context objects. If omitted, all contexts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Context")]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ReferenceTransformation<DockerContextReference>]
    [Completions<EngineNameCompleter>]
    public DockerContextReference[] Context { get; set; } = [];

    /// <summary>Only the context that the docker command currently uses.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        var store = ContextStore.Open();
        if (Current)
            WriteObject(store.Get(store.CurrentName));
        else if (Context.Length == 0)
            WriteObject(store.List(WriteBroken), enumerateCollection: true);
        foreach (var reference in Context)
        {
            await TryAsync(reference, () =>
            {
                WriteObject(DockerContextMatching.Find(store, reference, WriteBroken), enumerateCollection: true);
                return Task.CompletedTask;
            });
        }
    }

    void WriteBroken(EngineException error) => WriteError(error, null);
}
