using System.Management.Automation;

namespace DockerPS.Piping;

/// <summary>Recognizes bytes in pipeline input.</summary>
static class PipedBytes
{
    /// <summary>
    /// The bytes of an array; null if the value does not hold bytes. <c>Get-Content -AsByteStream -ReadCount</c> creates arrays that are
    /// not typed as bytes.
    /// </summary>
    public static byte[]? From(object? value) => value switch
    {
        byte[] bytes => bytes,
        object[] items when items.Length > 0 && Array.TrueForAll(items, static item => item is byte or PSObject { BaseObject: byte }) =>
            LanguagePrimitives.ConvertTo<byte[]>(items),
        _ => null,
    };
}
