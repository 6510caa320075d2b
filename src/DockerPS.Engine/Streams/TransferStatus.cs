namespace DockerPS.Engine;

/// <summary>How far a part of a transfer is.</summary>
/// <param name="Item">The part: the short id of a layer; empty for the transfer as a whole.</param>
/// <param name="Activity">What happens to it, in the engine's words: <c>Downloading</c>, <c>Extracting</c>, <c>Pushed</c>.</param>
/// <param name="Current">Bytes that are done; null when nobody counts.</param>
/// <param name="Total">Bytes in all; null when nobody knows.</param>
public readonly record struct TransferStatus(string Item, string Activity, long? Current, long? Total);
