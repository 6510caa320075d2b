using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Reads the secrets of a build from where they are.</summary>
static class SecretSource
{
    /// <summary>What builders take.</summary>
    public const int MostBytes = 500 * 1024;

    /// <summary>Refuses secrets that can not be read, before anything is sent.</summary>
    /// <exception cref="EngineException">One is not there, too large, or has the id of another.</exception>
    public static IReadOnlyDictionary<string, BuildSecret> Check(IEnumerable<BuildSecret> secrets)
    {
        var known = new Dictionary<string, BuildSecret>(StringComparer.Ordinal);
        foreach (var secret in secrets)
        {
            if (!known.TryAdd(secret.Id, secret))
                throw Invalid(secret, "is given twice");
            if (secret.Variable is { } variable && Environment.GetEnvironmentVariable(variable) is null)
                throw Invalid(secret, $"comes from the environment variable {variable}, which is not set");
            if (secret.Path is { } path)
                CheckFile(secret, path);
        }
        return known;
    }

    /// <summary>The bytes of a secret; the caller is to overwrite them.</summary>
    public static async Task<byte[]> ReadAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        if (secret.Value is { } value)
            return ToBytes(value);
        if (secret.Variable is { } variable)
            return Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(variable) ?? "");
        // a pipe may never end
        byte[] content = await Task.Run(() => ReadFile(secret), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return content.Length <= MostBytes ? content : throw TooLarge(secret);
    }

    static void CheckFile(BuildSecret secret, string path)
    {
        if (Directory.Exists(path))
            throw Invalid(secret, "comes from a folder; expected a file");
        if (!File.Exists(path))
        {
            // the path is not shown: somebody may have put the secret itself in its place
            throw new EngineException(EngineError.NotFound, new Subject("Secret", secret.Id), $"There is no such file as that from which the secret '{secret.Id}' is to come.")
            {
                Advice = "A text is the path of a file, relative to the current location. Give the secret itself as a secure string.",
            };
        }
        if (new FileInfo(path).Length > MostBytes)
            throw TooLarge(secret);
    }

    static byte[] ReadFile(BuildSecret secret)
    {
        using var file = Open(secret);
        byte[] buffer = new byte[MostBytes + 1];
        int count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        byte[] content = buffer[..count];
        CryptographicOperations.ZeroMemory(buffer);
        return content;
    }

    static FileStream Open(BuildSecret secret)
    {
        try
        {
            return new FileStream(secret.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Secret", secret.Id), $"The file can not be read from which the secret '{secret.Id}' is to come.");
        }
    }

    static byte[] ToBytes(SecureString value)
    {
        nint text = Marshal.SecureStringToGlobalAllocUnicode(value);
        char[] characters = new char[value.Length];
        try
        {
            Marshal.Copy(text, characters, 0, characters.Length);
            return Encoding.UTF8.GetBytes(characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
            Array.Clear(characters);
        }
    }

    static EngineException TooLarge(BuildSecret secret) => Invalid(secret, $"is larger than {MostBytes / 1024} kB, which is the most that a builder takes");

    static EngineException Invalid(BuildSecret secret, string problem) => new(EngineError.Invalid, new Subject("Secret", secret.Id), $"The secret '{secret.Id}' {problem}.");
}
