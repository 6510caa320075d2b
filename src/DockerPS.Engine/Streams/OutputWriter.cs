namespace DockerPS.Engine;

/// <summary>Receives a block of a container's output.</summary>
delegate void OutputWriter(ContainerStream stream, ReadOnlySpan<byte> bytes);
