using System.Management.Automation;

namespace DockerPS.Pipeline;

/// <summary>The streams of whatever runs in a pipeline, a cmdlet or a provider, for helpers that show how work goes on.</summary>
interface IPipelineOutput
{
    /// <summary>Queues something for the pipeline thread, from any thread; the other members are for that thread alone.</summary>
    void Post(Action action);

    /// <summary>Shows a progress record.</summary>
    void WriteProgress(ProgressRecord progressRecord);

    /// <summary>Writes a line to the verbose stream.</summary>
    void WriteVerbose(string text);

    /// <summary>Writes an error that the pipeline survives.</summary>
    void WriteError(ErrorRecord errorRecord);

    /// <summary>Writes an object to the information stream.</summary>
    void WriteInformation(object messageData, string[] tags);
}
