namespace DockerPS.TestEngine;

/// <summary>The reason why the command cannot be run, and what to do about it.</summary>
public sealed class SetupException(string message) : Exception(message);
