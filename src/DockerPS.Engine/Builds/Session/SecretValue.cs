using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Reads the value of a build secret. Errors never contain any part of it.</summary>
static class SecretValue
{
    /// <summary>The largest secret that the docker command sends.</summary>
    const int Most = 500 * 1024;

    /// <summary>Checks a secret, and reads it if that can only be done once, as with a pipe or a device.</summary>
    /// <returns>The bytes of such a secret, which the caller owns; null if it can be read when a step requests it.</returns>
    /// <exception cref="EngineException">The secret cannot be read, or is too large.</exception>
    public static async Task<byte[]?> CheckAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        if (secret.EnvironmentVariable is { } name && Environment.GetEnvironmentVariable(name) is null)
            throw NoVariable(secret, name);
        if (secret.Path is null)
            return null;
        if (Directory.Exists(secret.Path))
            throw Unreadable(secret, EngineError.Invalid, "is a folder");
        if (!LocalFile.HasLength(secret.Path))
            return await ReadOnceAsync(secret, cancellationToken).ConfigureAwait(false);
        using var file = Open(secret);
        return file.Length <= Most ? null : throw TooLarge(secret);
    }

    /// <summary>The bytes of a secret, which the caller owns.</summary>
    public static async Task<byte[]> ReadAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        byte[] value = secret switch
        {
            { Value: { } text } => ToBytes(text),
            { EnvironmentVariable: { } name } => Encoding.UTF8.GetBytes(
                Environment.GetEnvironmentVariable(name) ?? throw NoVariable(secret, name)),
            _ => await ReadOnceAsync(secret, cancellationToken).ConfigureAwait(false),
        };
        return value.Length <= Most ? value : throw TooLarge(secret);
    }

    /// <summary>Reads on a separate thread, since opening a pipe blocks until someone writes to it.</summary>
    static async Task<byte[]> ReadOnceAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        byte[] value = await LocalFile.OnOwnThreadAsync(secret.Path!, () => ReadFile(secret), Array.Clear, cancellationToken)
            .ConfigureAwait(false);
        return value.Length <= Most ? value : throw TooLarge(secret);
    }

    static byte[] ReadFile(BuildSecret secret)
    {
        byte[] buffer = new byte[Most + 1];
        try
        {
            using var file = Open(secret);
            return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            throw Unreadable(secret, EngineError.Failed, "cannot be read");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>
    /// Opens the file of a secret. If the user specified the secret itself instead of a path, the error must not repeat it.
    /// </summary>
    static FileStream Open(BuildSecret secret)
    {
        try
        {
            return LocalFile.OpenRead(secret.Path!);
        }
        catch (EngineException e)
        {
            throw Unreadable(secret, e.Error, e.Error switch
            {
                EngineError.NotFound => "does not exist",
                EngineError.AccessDenied => "may not be read by this user",
                _ => "cannot be read",
            });
        }
    }

    static EngineException Unreadable(BuildSecret secret, EngineError error, string problem) =>
        new(error, new Subject("BuildSecret", secret.Id), $"The file of the secret '{secret.Id}' {problem}.")
        {
            Advice = "A string is the path of a file; provide the secret itself as a SecureString, or the name of an environment variable.",
        };

    static byte[] ToBytes(SecureString text)
    {
        nint copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            char[] characters = new char[text.Length];
            Marshal.Copy(copy, characters, 0, characters.Length);
            byte[] bytes = Encoding.UTF8.GetBytes(characters);
            Array.Clear(characters);
            return bytes;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }

    static EngineException NoVariable(BuildSecret secret, string name) =>
        new(
            EngineError.NotFound,
            new Subject("BuildSecret", secret.Id),
            $"The environment variable {name} for the secret '{secret.Id}' is not set.");

    static EngineException TooLarge(BuildSecret secret) =>
        new(
            EngineError.Invalid,
            new Subject("BuildSecret", secret.Id),
            $"The secret '{secret.Id}' is larger than {Most / 1024} kB, the limit for a build secret.");
}
