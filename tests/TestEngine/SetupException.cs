namespace DockerPS.TestEngine;

/// <summary>What keeps the command from being run, and what to do about it.</summary>
public sealed class SetupException(string message) : Exception(message);
