using DockerPS.Formatting;

namespace DockerPS.Errors;

/// <summary>
/// What the user can do about an error, in terms of this module. All recommendations are here: the engine client only says why, and does
/// not mention cmdlets.
/// </summary>
static class Recommendations
{
    const string AnotherEngine = ", or select another engine with -Engine, Connect-Docker or DOCKER_HOST.";

    /// <summary>The recommendation for an error; null if there is none.</summary>
    public static string? For(EngineException error)
    {
        string name = CommandLineWord.Quote(error.Subject.Name ?? "");
        string involved = string.Join(", ", error.Involved.Select(CommandLineWord.Quote));
        return error.Cause switch
        {
            EngineCause.ContainerRunning => $"Stop-Container {name}, or Remove-Container {name} -Force",
            EngineCause.ContainerNotRunning => $"Start it first: Start-Container {name}",
            EngineCause.ContainerPaused => $"Resume it first: Resume-Container {name}",
            EngineCause.MemoryAboveSwap => "Raise both with -Memory and -MemorySwap; -MemorySwap -1 removes that limit.",
            EngineCause.ContainerNameTaken => $"Choose another name, or remove the container first: Remove-Container {involved}",
            EngineCause.PortTaken => involved.Length > 0
                ? $"Choose another host port, or stop the container first: Stop-Container {involved}"
                : "Choose another host port, or stop the program that uses this one.",
            EngineCause.ProgramMissing when error.Subject.Name?.Contains(' ', StringComparison.Ordinal) == true =>
                $"Separate the words (-- {error.Subject.Name}), or let a shell split them: -- sh -c {name}",
            EngineCause.ProgramNotExecutable => $"Make it executable in the image (RUN chmod +x), or let a shell run it: -- sh {name}",
            EngineCause.NoHealthCheck => "Create it with -HealthCommand, or wait for something else.",
            EngineCause.PortNotPublished => "Publish it with -Port, or wait for something else.",
            EngineCause.NoContainerTerminal => $"Get-ContainerLog {name} -Follow shows its output, Enter-Container {name} opens a shell in it.",
            EngineCause.CopyWithinContainer => $"Copy inside it: Invoke-ContainerCommand {involved} -- cp -a FROM TO",
            EngineCause.VolumeInUse => $"Remove the containers first: Remove-Container {involved}",
            EngineCause.NetworkInUse => $"Disconnect the containers first: Disconnect-Network {name} {involved}",
            EngineCause.NetworkNameTaken => $"Choose another name, or remove it first: Remove-Network {name}",
            EngineCause.NetworkConnected => $"To connect it with other settings, disconnect it first: Disconnect-Network {name} {involved}",
            EngineCause.SubnetTaken => "Choose another -Subnet, or let the engine choose one.",
            EngineCause.ImageInUse => $"Remove the containers first: Remove-Container {involved}, or use Remove-Image {name} -Force",
            EngineCause.ImageHasTags => "Specify one of its tags to remove only that tag, or use -Force.",
            EngineCause.ImageHeld when involved.Length > 0 => $"Remove the containers first: Remove-Container {involved} -Force",
            EngineCause.ImageHeld => "First stop and remove the containers, or remove the images that are built on it.",
            EngineCause.ImageHasChildren => $"Remove the images that are built on it first: Remove-Image {involved}",
            EngineCause.PlatformNeedsForce => "Use -Force: the platform is removed from every image that shares it.",
            EngineCause.OtherPlatform => "It exists for other platforms: specify one with -Platform.",
            EngineCause.ImageUnnamed => $"Give it a name first: Add-ImageTag {name} REGISTRY/NAME:TAG",
            EngineCause.NotImageArchive =>
                "Use an archive written by Export-Image or 'docker save'. For a tar of a root file system, use -RootFileSystem.",
            EngineCause.RegistryRefused => $"Use -Credential, or log in with 'docker login {involved}'.",
            EngineCause.RegistryUnreachable => $"Check whether {involved} is the right name, and whether the engine's host can reach it.",
            EngineCause.CredentialHelperFailed => "Repair or install the helper, remove it from config.json, or use -Credential.",
            EngineCause.LocalEngineDown => "Start the engine ('systemctl start docker', or Docker Desktop)" + AnotherEngine,
            EngineCause.TlsEngineDown =>
                "Check that the address is right, that the engine listens there, and whether it requires a client certificate "
                + "(-CertificatePath or DOCKER_CERT_PATH)" + AnotherEngine,
            EngineCause.RemoteEngineDown =>
                "Check that the address is right, that the engine listens there, and whether it needs TLS (-CertificatePath or "
                + "DOCKER_TLS_VERIFY)" + AnotherEngine,
            EngineCause.EngineDown => "Check that the address is right and that the engine listens there" + AnotherEngine,
            EngineCause.CertificateRefused =>
                "Specify the folder with the engine's ca.pem (-CertificatePath or DOCKER_CERT_PATH), or use the host name that the "
                + "certificate is for.",
            EngineCause.SshMissing => "Install the OpenSSH client" + AnotherEngine,
            EngineCause.ConnectionLost =>
                $"Check whether the engine is still running (Test-DockerConnection), then {error.Advice ?? "try again"}.",
            EngineCause.ContextMissing =>
                "Use the name of a context (Get-DockerContext lists them), or an address such as tcp://host:2376.",
            EngineCause.ContextCurrent => "Choose another one first (Use-DockerContext default), or use -Force.",
            EngineCause.ContextExists => $"Change it with Set-DockerContext {name}, or remove it first: Remove-DockerContext {name}",
            EngineCause.FileExists => "Choose another file, or replace it with -Force.",
            EngineCause.FileKept => "Choose another file, or omit -NoClobber to replace it.",
            EngineCause.FileReadOnly => "Replace it with -Force.",
            EngineCause.NoTerminal => "Use Invoke-ContainerCommand to run a command in a container, Get-ContainerLog -Follow to see its output, or Invoke-Container without -Interactive.",
            EngineCause.LineTooLong =>
                "Write the raw output to a file: use Get-ContainerLog -OutFile, or Invoke-ContainerCommand -AsByteStream.",
            EngineCause.BuildKitOnly => "Use -Builder BuildKit, or omit -Builder.",
            EngineCause.ClassicBuilderOnly => "Use -Builder Classic, or omit -Builder.",
            EngineCause.InlineCacheOnly => "Use -CacheTo type=inline, push the image, and use it with -CacheFrom.",
            EngineCause.TakenForDockerfile => "A tar in PAX format must be compressed, or built with -Builder Classic.",
            EngineCause.NoRepositoryFolder => "Use -Builder Classic, or update the engine.",
            EngineCause.BuildSecretMissing => $"Provide it with -Secret @{{ '{error.Involved[0]}' = ... }}.",
            EngineCause.BuildAgentMissing => $"Provide an SSH agent with -Ssh {involved}.",
            EngineCause.BuildContextMissing => "A Dockerfile without a folder has no files to copy: specify the folder with -Path.",
            EngineCause.BuildLoginMissing =>
                "Log in to the registry with 'docker login': builds use the logins in the docker command's configuration.",
            EngineCause.DockerfileMissing => "Specify it with -File.",
            EngineCause.DockerfileInContext => $"-File is relative to the current location, not to the build context. Did you mean -File {involved}?",
            EngineCause.NotBuildAddress => "For a folder on this machine, use -Path.",
            EngineCause.SshAgentMissing => "Start an agent (ssh-agent), or specify its socket: -Ssh default=PATH.",
            EngineCause.SshAgentIsFile => $"If it is a key, add it to an agent (ssh-add {involved}) and use -Ssh {name}.",
            _ => error.Advice,
        };
    }
}
