using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerPS.Kinds;

namespace DockerPS.Binding;

/// <summary>Finds the files and folders that the paths of a session mean.</summary>
static partial class FilePaths
{
    /// <summary>What paths with wildcards mean.</summary>
    /// <exception cref="EngineException">A path means nothing, or nothing on a disk.</exception>
    public static IEnumerable<string> Resolve(PathIntrinsics session, string path)
    {
        Check(path);
        try
        {
            var found = session.GetResolvedProviderPathFromPSPath(path, out var provider);
            return provider.Name == "FileSystem" ? found : throw NotOnDisk(path, provider.Name);
        }
        catch (ItemNotFoundException e)
        {
            throw new EngineException(EngineError.NotFound, new Subject("File", path), $"There is no file or folder {path}.", e);
        }
        catch (WildcardPatternException e)
        {
            throw Wildcard.Refuse(path, e);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Path", path), $"'{path}' is not a path that this session knows: {e.Message}", e);
        }
    }

    /// <summary>What a path means, taken as it stands; it need not exist.</summary>
    /// <exception cref="EngineException">It means nothing on a disk.</exception>
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
            throw new EngineException(EngineError.Invalid, new Subject("Path", path), $"'{path}' is not a path that this session knows: {e.Message}", e);
        }
    }

    /// <summary>A file or folder as Get-Item returns it, with all that its view shows.</summary>
    public static PSObject Get(PSCmdlet cmdlet, string file) =>
        cmdlet.InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{file}"], force: true, literalPath: true)[0];

    /// <summary>A name for a file of what an engine calls a thing: what no file system minds, and an underscore for the rest.</summary>
    public static string ToFileName(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));

    /// <summary>Refuses to replace a file that is to stay.</summary>
    /// <param name="file">The file; it need not be there.</param>
    /// <param name="noClobber">Whether any file is to stay.</param>
    /// <param name="force">Whether one that is read-only is replaced.</param>
    /// <exception cref="EngineException">It is there, and is to stay.</exception>
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
            throw new EngineException(EngineError.AccessDenied, new Subject("File", file), $"The file {file} is read-only.") { Cause = EngineCause.FileReadOnly };
    }

    /// <summary>Refuses what no file system takes, before .NET does in words of its own.</summary>
    static void Check(string path)
    {
        // what precedes an @ may be a password
        if (Address().Match(path) is { Success: true } address)
        {
            string shown = $"{address.Groups["scheme"].Value}://{(address.Groups["user"].Success ? "***@" : "")}{address.Groups["host"].Value}";
            throw new EngineException(EngineError.Invalid, new Subject("Path", shown), $"{shown} is an address; expected a file or folder.");
        }
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new EngineException(EngineError.Invalid, new Subject("Path", path), "A path holds a null character, which no file has in its name.");
    }

    [GeneratedRegex(@"^(?<scheme>https?|ftp|git|ssh)://(?:(?<user>[^/@]*)@)?(?<host>[^/?#]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    static EngineException NotOnDisk(string path, string provider) =>
        new(EngineError.Invalid, new Subject("Path", path), $"'{path}' is a path of the provider {provider}; expected one of the file system.");
}
