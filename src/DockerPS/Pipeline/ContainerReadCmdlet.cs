namespace DockerPS.Pipeline;

/// <summary>A cmdlet that reads something from each of many containers, from several at once, and returns it in the order in which they were named.</summary>
/// <typeparam name="T">What it reads.</typeparam>
public abstract class ContainerReadCmdlet<T> : ContainerActionCmdlet
    where T : class
{
    private protected ContainerReadCmdlet() { }

    private protected override string? Action => null;

    /// <summary>Reads from one container.</summary>
    private protected abstract Task<IReadOnlyList<T>> ReadAsync(Target target);

    private protected sealed override async Task ActAsync(Target target) => Return(target, await ReadAsync(target));
}
