namespace DockerPS.Engine;

/// <summary>What to say of a connection that is lost.</summary>
/// <param name="Moment">When that was: <c>while it pulled busybox:latest</c>.</param>
/// <param name="Advice">What to do then.</param>
sealed record LostWords(string Moment, string Advice);
