using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Reads what a secret of a build is. No error says anything of it.</summary>
static class SecretValue
{
    /// <summary>The most that the docker command sends.</summary>
    const int Most = 500 * 1024;

    /// <summary>Says what is wrong with secrets, before anything is asked of an engine.</summary>
    /// <exception cref="EngineException">One can not be read, or is too large.</exception>
    public static void Check(IEnumerable<BuildSecret> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.EnvironmentVariable is { } name && Environment.GetEnvironmentVariable(name) is null)
                throw NoVariable(secret, name);
            if (secret.Path is null)
                continue;
            using var file = Open(secret);
            if (file.Length > Most)
                throw TooLarge(secret);
        }
    }

    /// <summary>The bytes of a secret, which are the caller's.</summary>
    public static async Task<byte[]> ReadAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        byte[] value = secret switch
        {
            { Value: { } text } => ToBytes(text),
            { EnvironmentVariable: { } name } => Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(name) ?? throw NoVariable(secret, name)),
            _ => await ReadFileAsync(secret, cancellationToken).ConfigureAwait(false),
        };
        return value.Length <= Most ? value : throw TooLarge(secret);
    }

    static async Task<byte[]> ReadFileAsync(BuildSecret secret, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Most + 1];
        try
        {
            var file = Open(secret);
            await using (file.ConfigureAwait(false))
            {
                int count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return buffer[..count];
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>Opens the file of a secret. Who took the secret itself for its path must not read it in the error.</summary>
    static FileStream Open(BuildSecret secret)
    {
        try
        {
            return LocalFile.OpenRead(secret.Path!);
        }
        catch (EngineException e)
        {
            string problem = e.Error switch
            {
                EngineError.NotFound => "does not exist",
                EngineError.AccessDenied => "may not be read by this user",
                _ => "can not be read",
            };
            throw new EngineException(e.Error, new Subject("BuildSecret", secret.Id), $"The file of the secret '{secret.Id}' {problem}.")
            {
                Advice = "A text is the path of a file; give the secret itself as a SecureString, or the name of an environment variable.",
            };
        }
    }

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
        new(EngineError.NotFound, new Subject("BuildSecret", secret.Id), $"The environment variable {name}, which is to be the secret '{secret.Id}', is not set.");

    static EngineException TooLarge(BuildSecret secret) =>
        new(EngineError.Invalid, new Subject("BuildSecret", secret.Id), $"The secret '{secret.Id}' is larger than {Most / 1024} kB, the most that a secret of a build may have.");
}
