namespace DockerPS;

/// <summary>An object of another kind than the parameter expects, such as a volume instead of a container.</summary>
/// <param name="Kind">The kind, which is the name of its type: <c>Volume</c>.</param>
/// <param name="Id">The id, or the name if it has none.</param>
/// <param name="Name">The name, or the id if it has none.</param>
/// <param name="Engine">The address of its engine; null if it has none.</param>
public sealed record OtherThing(string Kind, string Id, string Name, string? Engine);
