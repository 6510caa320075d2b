using DockerPS.Engine;

namespace DockerPS.Targets;

/// <summary>An object that a cmdlet acts on.</summary>
/// <param name="Client">Its engine.</param>
/// <param name="Key">The key for the engine: the id of an object, or what the user typed.</param>
/// <param name="Display">The name for the user.</param>
/// <param name="Reference">The reference.</param>
readonly record struct Target(EngineClient Client, string Key, string Display, ResourceReference Reference);
