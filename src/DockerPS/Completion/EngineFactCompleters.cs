using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes values that the engine reports, plus those that every engine has.</summary>
public abstract class EngineFactCompleter : EngineCompleter
{
    readonly Func<DockerInfo, IEnumerable<string>> read;
    readonly string[] usual;

    private protected EngineFactCompleter(Func<DockerInfo, IEnumerable<string>> read, params string[] usual)
    {
        this.read = read;
        this.usual = usual;
    }

    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken) =>
        read(await client.System.GetInfoAsync(cancellationToken).ConfigureAwait(false))
            .Union(usual)
            .Select(static word => new Candidate(word));

    private protected override IEnumerable<Candidate> FindUsual(CompletionLine line) => usual.Select(static word => new Candidate(word));
}

/// <summary>Completes runtimes of the engine.</summary>
public sealed class RuntimeCompleter() : EngineFactCompleter(static info => info.Runtimes, "runc");

/// <summary>Completes log drivers of the engine.</summary>
public sealed class LogDriverCompleter() : EngineFactCompleter(
    static info => info.LogDrivers, "json-file", "local", "journald", "syslog", "gelf", "fluentd", "awslogs", "splunk", "none");

/// <summary>Completes volume drivers of the engine.</summary>
public sealed class VolumeDriverCompleter() : EngineFactCompleter(static info => info.VolumeDrivers, "local");

/// <summary>Completes network drivers of the engine.</summary>
public sealed class NetworkDriverCompleter() : EngineFactCompleter(
    static info => info.NetworkDrivers, "bridge", "host", "overlay", "macvlan", "ipvlan", "none");
