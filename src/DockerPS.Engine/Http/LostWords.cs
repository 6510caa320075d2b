namespace DockerPS.Engine;

/// <summary>Describes a lost connection.</summary>
/// <param name="Moment">When it was lost: <c>while it pulled busybox:latest</c>.</param>
/// <param name="Advice">What to do then.</param>
sealed record LostWords(string Moment, string Advice);
