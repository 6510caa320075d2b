using DockerPS.Engine;

namespace DockerPS.Targets;

/// <summary>One thing that a cmdlet acts on.</summary>
/// <param name="Client">Its engine.</param>
/// <param name="Key">What the engine finds it by: the id of an object, else what the user wrote.</param>
/// <param name="Display">What to call it to the user.</param>
/// <param name="Reference">What the user named.</param>
readonly record struct Target(EngineClient Client, string Key, string Display, ResourceReference Reference);
