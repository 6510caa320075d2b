using System.Text.Json.Serialization;
using Docker.DotNet.Models;

namespace DockerPS.Engine;

/// <summary>Requests about an engine's volumes.</summary>
/// <remarks>Source: Engine API, section Volume.</remarks>
public sealed class VolumeService
{
    /// <summary>The time limit for requests after a failure: the failure is what counts.</summary>
    static readonly TimeSpan ExplanationLimit = TimeSpan.FromSeconds(2);

    readonly EngineHttp http;
    readonly ContainerService containers;

    internal VolumeService(EngineHttp http, ContainerService containers)
    {
        this.http = http;
        this.containers = containers;
    }

    /// <summary>Lists volumes, with one request.</summary>
    /// <param name="filters">The engine's filters; null for all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<Volume>> ListAsync(
        IReadOnlyDictionary<string, IReadOnlyCollection<string>>? filters,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/volumes", new Subject("Volume")).WithFilters(filters);
        var answer = await http.ReadAsync(request, VolumeJson.Default.VolumeListWire, cancellationToken).ConfigureAwait(false);
        return answer.Volumes is null or [] ? [] : Array.ConvertAll(answer.Volumes, ToVolume);
    }

    /// <summary>Lists volumes with the containers that use them, running or not: two requests at the same time.</summary>
    /// <param name="filters">The engine's filters; null for all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<Volume>> ListWithUsersAsync(
        IReadOnlyDictionary<string, IReadOnlyCollection<string>>? filters,
        CancellationToken cancellationToken)
    {
        var listing = containers.ListAsync(null, cancellationToken);
        var volumes = await ListAsync(filters, cancellationToken).ConfigureAwait(false);
        var users = (await listing.ConfigureAwait(false))
            .SelectMany(static container => container.Mounts, static (container, mount) => (mount.Name, Container: container.Name))
            .Where(static use => use.Name is not null)
            .ToLookup(static use => use.Name!, static use => use.Container);
        return [.. volumes.Select(volume => volume.WithUsers([.. users[volume.Name].Distinct()]))];
    }

    /// <summary>The names of the containers that use a volume, running or not.</summary>
    /// <param name="name">The volume.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<string>> FindUsersAsync(string name, CancellationToken cancellationToken)
    {
        var all = await containers.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(container => container.Mounts.Any(mount => mount.Name == name)).Select(static container => container.Name)];
    }

    /// <summary>Creates a volume. If one already has the name, it is returned unchanged.</summary>
    /// <param name="name">The name; null to let the engine generate one.</param>
    /// <param name="driver">The driver; null for the engine's default.</param>
    /// <param name="options">Options for the driver.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Volume> CreateAsync(
        string? name,
        string? driver,
        IReadOnlyDictionary<string, string> options,
        IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken)
    {
        var parameters = new VolumesCreateParameters
        {
            Name = name ?? "",
            Driver = driver ?? "local",
            DriverOpts = new Dictionary<string, string>(options),
            Labels = new Dictionary<string, string>(labels),
        };
        var subject = new Subject("Volume", name);
        var made = await http.Library.CallAsync(
            subject,
            library => library.Volumes.CreateAsync(parameters, cancellationToken),
            cancellationToken)
            .ConfigureAwait(false);
        return ToVolume(
            await http.ReadAsync(
                EngineRequest.Get($"/volumes/{EngineRequest.Escape(made.Name)}", subject),
                VolumeJson.Default.VolumeWire,
                cancellationToken)
                .ConfigureAwait(false));
    }

    /// <summary>Removes a volume and its contents.</summary>
    /// <param name="name">The volume.</param>
    /// <param name="force">Whether a missing volume is not an error, and whether a volume is removed that its driver has lost.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RemoveAsync(string name, bool force, CancellationToken cancellationToken)
    {
        try
        {
            await http.RunAsync(
                EngineRequest.Delete($"/volumes/{EngineRequest.Escape(name)}", Subject.Volume(name)).With("force", force),
                cancellationToken)
                .ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error == EngineError.Conflict)
        {
            throw await ExplainAsync(e, name).ConfigureAwait(false);
        }
    }

    /// <summary>The engine names the containers that use a volume by id; people know their names.</summary>
    async Task<EngineException> ExplainAsync(EngineException conflict, string name)
    {
        try
        {
            using var limit = new CancellationTokenSource(ExplanationLimit);
            var request = EngineRequest.Get("/containers/json", new Subject("Container")).With("all", true);
            string engine = http.Endpoint.Address;
            var containers = await http.ReadAsync(
                request,
                bytes => ContainerListReader.Read(bytes, engine, hasSizes: false),
                limit.Token)
                .ConfigureAwait(false);
            string[] users =
            [
                .. containers.Where(container => container.Mounts.Any(mount => mount.Name == name))
                    .Select(static container => container.Name),
            ];
            if (users.Length > 0)
            {
                return new EngineException(
                    conflict.Error,
                    conflict.Subject,
                    $"Volume {name} is in use by {string.Join(", ", users)}.",
                    conflict.InnerException ?? conflict)
                {
                    StatusCode = conflict.StatusCode,
                    Cause = EngineCause.VolumeInUse,
                    Involved = users,
                };
            }
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // then they are not known
        }
        return conflict;
    }

    Volume ToVolume(VolumeWire wire) => new()
    {
        Engine = http.Endpoint.Address,
        Name = wire.Name ?? "",
        Driver = wire.Driver ?? "",
        MountPoint = wire.Mountpoint ?? "",
        Created = LocalTime.Of(wire.CreatedAt),
        Scope = wire.Scope ?? "",
        Labels = wire.Labels ?? [],
        Options = wire.Options ?? [],
    };
}

#pragma warning disable CA1812 // created by the serializer

sealed record VolumeListWire
{
    public VolumeWire[]? Volumes { get; init; }
}

sealed record VolumeWire
{
    public string? Name { get; init; }
    public string? Driver { get; init; }
    public string? Mountpoint { get; init; }
    public string? CreatedAt { get; init; }
    public string? Scope { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
    public Dictionary<string, string>? Options { get; init; }
}

[JsonSerializable(typeof(VolumeListWire))]
sealed partial class VolumeJson : JsonSerializerContext;
