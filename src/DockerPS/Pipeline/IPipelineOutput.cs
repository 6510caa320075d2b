using System.Management.Automation;

namespace DockerPS.Pipeline;

/// <summary>The output streams of a cmdlet or a provider, for helpers that report progress.</summary>
interface IPipelineOutput
{
    /// <summary>Queues an action for the pipeline thread, from any thread; all other members may only be called on that thread.</summary>
    void Post(Action action);

    /// <summary>Shows a progress record.</summary>
    void WriteProgress(ProgressRecord progressRecord);

    /// <summary>Writes a line to the verbose stream.</summary>
    void WriteVerbose(string text);

    /// <summary>Writes a nonterminating error.</summary>
    void WriteError(ErrorRecord errorRecord);

    /// <summary>Writes an object to the information stream.</summary>
    void WriteInformation(object messageData, string[] tags);
}
