namespace DockerPS.Tests;

/// <summary>A PowerShell session with the module as it is shipped; a class fixture for tests that share one.</summary>
public sealed class ModuleSession : IDisposable
{
    /// <summary>The session.</summary>
    public PowerShellSession Session { get; } = new(Repository.Manifest);

    /// <inheritdoc />
    public void Dispose() => Session.Dispose();
}
