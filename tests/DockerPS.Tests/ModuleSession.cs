using DockerPS.Host;

namespace DockerPS.Tests;

/// <summary>A session of the bare engine with the module as it is shipped; a class fixture for tests that share one.</summary>
public sealed class ModuleSession : IDisposable
{
    /// <summary>The session.</summary>
    public PowerShellSession Session { get; } = new(modules: Repository.Manifest);

    /// <inheritdoc />
    public void Dispose() => Session.Dispose();
}
