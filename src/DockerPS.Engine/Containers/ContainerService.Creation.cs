namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Makes a container, and does not start it.</summary>
    /// <returns>Its id, and what the engine warns of.</returns>
    public async Task<CreatedContainer> CreateAsync(ContainerSpecification specification, CancellationToken cancellationToken)
    {
        if (specification.Platform is not null)
            await RequireAsync(new Version(1, 41), "The platform of a container", new Subject("Container", specification.Name), cancellationToken).ConfigureAwait(false);
        var parameters = ContainerCreation.ToParameters(specification);
        var answer = await http.Library.CallAsync(
            new Subject("Container", specification.Name ?? specification.Image),
            library => library.Containers.CreateContainerAsync(parameters, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return new CreatedContainer(answer.ID, answer.Warnings is null ? [] : [.. answer.Warnings]);
    }
}

/// <summary>A container that was just made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Warnings">What the engine warns of, such as a limit that it can not keep.</param>
public sealed record CreatedContainer(string Id, IReadOnlyList<string> Warnings);
