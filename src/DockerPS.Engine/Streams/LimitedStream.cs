using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>A response that is held in memory, and therefore has a size limit.</summary>
/// <param name="inner">The answer.</param>
/// <param name="most">The limit in bytes.</param>
sealed class LimitedStream(Stream inner, long most) : OneWayStream
{
    long total;

    /// <inheritdoc />
    /// <exception cref="JsonException">The response is larger.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        total += count;
        return total <= most ? count : throw new JsonException($"It is larger than {most >> 20} MB.");
    }
}
