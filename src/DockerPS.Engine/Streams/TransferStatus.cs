namespace DockerPS.Engine;

/// <summary>The progress of a part of a transfer.</summary>
/// <param name="Item">The part: the short id of a layer; empty for the whole transfer.</param>
/// <param name="Activity">The activity, in the engine's words: <c>Downloading</c>, <c>Extracting</c>, <c>Pushed</c>.</param>
/// <param name="Current">Completed bytes; null if not counted.</param>
/// <param name="Total">Total bytes; null if unknown.</param>
public readonly record struct TransferStatus(string Item, string Activity, long? Current, long? Total);
