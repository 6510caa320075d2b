using System.Management.Automation;

namespace DockerPS.Piping;

/// <summary>Finds bytes in what comes through a pipeline.</summary>
static class PipedBytes
{
    /// <summary>
    /// The bytes of an array; null for what is none. <c>Get-Content -AsByteStream -ReadCount</c> makes arrays that do not say that they
    /// hold bytes.
    /// </summary>
    public static byte[]? From(object? value) => value switch
    {
        byte[] bytes => bytes,
        object[] items when items.Length > 0 && Array.TrueForAll(items, static item => item is byte or PSObject { BaseObject: byte }) =>
            LanguagePrimitives.ConvertTo<byte[]>(items),
        _ => null,
    };
}
