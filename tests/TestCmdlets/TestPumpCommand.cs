using System.Management.Automation;
using DockerPS.Pipeline;

namespace DockerPS.TestCmdlets;

/// <summary>A cmdlet with behaviour that the pump must handle.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Pump", SupportsShouldProcess = true)]
public sealed class TestPumpCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Behaviour { get; set; } = "";

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The number of live instances, over all runs.</summary>
    static int alive;

    public TestPumpCommand() => Interlocked.Increment(ref alive);

    protected override Task BeginAsync() => Behaviour == "wait in begin" ? Forever() : Task.CompletedTask;

    protected override async Task ProcessAsync()
    {
        int thread = Environment.CurrentManagedThreadId;
        switch (Behaviour)
        {
            case "wait in process":
                await Forever();
                break;
            case "echo":
                await Task.Yield();
                WriteObject(InputObject);
                break;
            case "thread":
                await Task.Run(static () => Thread.Sleep(1));
                WriteObject(thread == Environment.CurrentManagedThreadId);
                break;
            case "produce":
                for (int i = 0; ; i++)
                {
                    await Task.Delay(5, StoppingToken);
                    WriteObject(i);
                }

            case "should process":
                await Task.Delay(1, StoppingToken);
                WriteObject(ShouldProcess("target", "act"));
                break;
            case "terminate":
                await Task.Delay(1, StoppingToken);
                ThrowTerminatingError(
                    new ErrorRecord(new InvalidOperationException("ended"), "PumpEnded", ErrorCategory.InvalidOperation, "it"));
                break;
            case "throw":
                await Task.Delay(1, StoppingToken);
                throw new InvalidOperationException("thrown");
            case "progress throws":
                await Task.Run(() => Post(static () => throw new InvalidOperationException("in the progress")), StoppingToken);
                await Forever();
                break;
            case "count":
                // this one is live as well
                WriteObject(alive - 1);
                break;
            case "post":
                await Task.Run(() => Post(() => WriteVerbose("posted")), StoppingToken);
                break;
        }
    }

    protected override Task EndAsync() => Behaviour == "wait in end" ? Forever() : Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Interlocked.Decrement(ref alive);
    }

    Task Forever() => Task.Delay(Timeout.Infinite, StoppingToken);
}
