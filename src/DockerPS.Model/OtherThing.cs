namespace DockerPS;

/// <summary>An object of another kind than the parameter names, such as a volume where containers are expected.</summary>
/// <param name="Kind">Its kind, as its type is called: <c>Volume</c>.</param>
/// <param name="Id">Its id, or its name where it has none.</param>
/// <param name="Name">Its name, or its id where it has none.</param>
/// <param name="Engine">The address of the engine that it lives on; null when it lives on none.</param>
public sealed record OtherThing(string Kind, string Id, string Name, string? Engine);
