namespace DockerPS.Engine;

/// <summary>A header field. Names and values are octets, and one character stands for each of them.</summary>
readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>What a field costs beyond its octets, in the reckoning of RFC 7541, section 4.1.</summary>
    public const int Overhead = 32;

    /// <summary>The size by which tables and lists are limited.</summary>
    public int Size => Name.Length + Value.Length + Overhead;
}
