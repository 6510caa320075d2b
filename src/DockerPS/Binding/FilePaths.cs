using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DockerPS.Kinds;

namespace DockerPS.Binding;

/// <summary>Finds the files and folders that session paths refer to.</summary>
static partial class FilePaths
{
    // shorter than the limit of any file system, even with an extension
    const int LongestName = 200;

    /// <summary>Resolves a path with wildcards.</summary>
    /// <exception cref="EngineException">The path refers to nothing, or not to the file system.</exception>
    public static IEnumerable<string> Resolve(PathIntrinsics session, string path)
    {
        Check(path);
        try
        {
            var found = session.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name != "FileSystem")
                throw NotOnDisk(path, provider.Name);
            // a name with brackets that is not a pattern for anything
            return found.Count == 0 && ResolveLiteral(session, path) is var literal && Path.Exists(literal) ? [literal] : found;
        }
        catch (ItemNotFoundException e)
        {
            throw new EngineException(EngineError.NotFound, new Subject("File", path), $"File or folder {path} does not exist.", e);
        }
        catch (WildcardPatternException e)
        {
            throw Wildcard.Refuse(path, e);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Path", path),
                $"'{path}' is not a valid path in this session: {e.Message}",
                e);
        }
    }

    /// <summary>Resolves a path literally; it need not exist.</summary>
    /// <exception cref="EngineException">The path does not refer to the file system.</exception>
    public static string ResolveLiteral(PathIntrinsics session, string path)
    {
        Check(path);
        try
        {
            string found = session.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? found : throw NotOnDisk(path, provider.Name);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Path", path),
                $"'{path}' is not a valid path in this session: {e.Message}",
                e);
        }
    }

    /// <summary>A file or folder as Get-Item returns it, with everything that its view shows.</summary>
    public static PSObject Get(PSCmdlet cmdlet, string file) =>
        cmdlet.InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{file}"], force: true, literalPath: true)[0];

    /// <summary>
    /// Turns a name into a valid file name on any file system: other characters become underscores, and the rest of a name that is too long
    /// becomes a checksum.
    /// </summary>
    public static string ToFileName(string name)
    {
        string made = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        if (made.Length <= LongestName)
            return made;
        string checksum = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12].ToLowerInvariant();
        return $"{made[..(LongestName - checksum.Length - 1)]}_{checksum}";
    }

    /// <summary>Checks that a file may be replaced.</summary>
    /// <param name="file">The file; it need not exist.</param>
    /// <param name="noClobber">Whether existing files must not be replaced.</param>
    /// <param name="force">Whether a read-only file is replaced.</param>
    /// <exception cref="EngineException">The file exists and must not be replaced.</exception>
    public static void CheckReplaceable(string file, bool noClobber, bool force)
    {
        var existing = new FileInfo(file);
        if (!existing.Exists)
            return;
        if (noClobber)
        {
            throw new EngineException(EngineError.Conflict, new Subject("File", file), $"The file {file} already exists.")
            {
                ErrorId = "FileExists",
                Cause = EngineCause.FileKept,
            };
        }
        if (existing.IsReadOnly && !force)
        {
            throw new EngineException(
                EngineError.AccessDenied,
                new Subject("File", file),
                $"The file {file} is read-only.")
            {
                Cause = EngineCause.FileReadOnly,
            };
        }
    }

    /// <summary>Refuses characters that no file system accepts, before .NET does with its own message.</summary>
    static void Check(string path)
    {
        // the text before an @ may be a password
        if (Address().Match(path) is { Success: true } address)
        {
            string shown = $"{address.Groups["scheme"].Value}://{(address.Groups["user"].Success ? "***@" : "")}{address.Groups["host"].Value}";
            throw new EngineException(EngineError.Invalid, new Subject("Path", shown), $"{shown} is an address; expected a file or folder.");
        }
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new EngineException(EngineError.Invalid, new Subject("Path", path), "A path cannot contain a null character.");
    }

    [GeneratedRegex(@"^(?<scheme>https?|ftp|git|ssh)://(?:(?<user>[^/@]*)@)?(?<host>[^/?#]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    static EngineException NotOnDisk(string path, string provider) =>
        new(
            EngineError.Invalid,
            new Subject("Path", path),
            $"'{path}' is a path of the provider {provider}, but expected a file system path.");
}
