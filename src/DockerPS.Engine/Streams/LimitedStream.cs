using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>An answer that is held as a whole, and so may not be as long as an engine likes.</summary>
/// <param name="inner">The answer.</param>
/// <param name="most">The most bytes that it may have.</param>
sealed class LimitedStream(Stream inner, long most) : OneWayStream
{
    long total;

    /// <inheritdoc />
    /// <exception cref="JsonException">It is longer.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        total += count;
        return total <= most ? count : throw new JsonException($"It is larger than {most >> 20} MB.");
    }
}
