using DockerPS.Formatting;

namespace DockerPS.Errors;

/// <summary>
/// What a user can do about an error, in the words of this module. It is the whole table: the engine client says why, and names no cmdlet.
/// </summary>
static class Recommendations
{
    const string AnotherEngine = ", or name another engine with -Engine, Connect-Docker or DOCKER_HOST.";

    /// <summary>The recommendation for an error; null when there is nothing useful to say.</summary>
    public static string? For(EngineException error)
    {
        string name = CommandLineWord.Quote(error.Subject.Name ?? "");
        string involved = string.Join(", ", error.Involved.Select(CommandLineWord.Quote));
        return error.Cause switch
        {
            EngineCause.ContainerRunning => $"Stop-Container {name}, or Remove-Container {name} -Force",
            EngineCause.ContainerNotRunning => $"Start it first: Start-Container {name}",
            EngineCause.ContainerPaused => $"Let it go on first: Resume-Container {name}",
            EngineCause.ContainerNameTaken => $"Choose another name, or remove the container first: Remove-Container {involved}",
            EngineCause.PortTaken => involved.Length > 0
                ? $"Choose another port of the host, or stop the container first: Stop-Container {involved}"
                : "Choose another port of the host, or end the program that has this one.",
            EngineCause.ProgramMissing when error.Subject.Name?.Contains(' ', StringComparison.Ordinal) == true =>
                $"Give the words apart (-- {error.Subject.Name}), or let a shell take them apart: -- sh -c {name}",
            EngineCause.ProgramNotExecutable => $"Make it executable in the image (RUN chmod +x), or let a shell run it: -- sh {name}",
            EngineCause.NoHealthCheck => "Create it with -HealthCommand, or wait for something else.",
            EngineCause.PortNotPublished => "Publish it with -Port, or wait for something else.",
            EngineCause.NoContainerTerminal => $"Get-ContainerLog {name} -Follow shows its output, Enter-Container {name} opens a shell in it.",
            EngineCause.CopyWithinContainer => $"Copy inside of it: Invoke-ContainerCommand {involved} -- cp -a FROM TO",
            EngineCause.VolumeInUse => $"Remove the containers first: Remove-Container {involved}",
            EngineCause.NetworkInUse => $"Disconnect the containers first: Disconnect-Network {name} {involved}",
            EngineCause.NetworkNameTaken => $"Choose another name, or remove it first: Remove-Network {name}",
            EngineCause.NetworkConnected => $"To connect it in another way, disconnect it first: Disconnect-Network {name} {involved}",
            EngineCause.SubnetTaken => "Choose another -Subnet, or leave it to the engine.",
            EngineCause.ImageInUse => $"Remove the containers first: Remove-Container {involved}, or use Remove-Image {name} -Force",
            EngineCause.ImageHasTags => "Name one of its tags to remove only that, or use -Force.",
            EngineCause.ImageHeld when involved.Length > 0 => $"Remove the containers first: Remove-Container {involved} -Force",
            EngineCause.ImageHeld => "Stop and remove the containers, or remove the images that are built on it, first.",
            EngineCause.ImageHasChildren => $"Remove the images that are built on it first: Remove-Image {involved}",
            EngineCause.PlatformNeedsForce => "Use -Force: what is for a platform goes from every image that has it.",
            EngineCause.OtherPlatform => "It exists for other platforms: name one with -Platform.",
            EngineCause.ImageUnnamed => $"Give it the name of a repository first: Add-ImageTag {name} REGISTRY/NAME:TAG",
            EngineCause.NotImageArchive => "Give an archive that Export-Image or 'docker save' wrote. A tar of the files of a root file system takes -RootFileSystem.",
            EngineCause.RegistryRefused => $"Give -Credential, or log in with 'docker login {involved}'.",
            EngineCause.RegistryUnreachable => $"Check whether {involved} is the right name, and whether the engine's host can reach it.",
            EngineCause.CredentialHelperFailed => "Repair or install the helper, remove it from config.json, or give -Credential.",
            EngineCause.LocalEngineDown => "Start the engine ('systemctl start docker', or Docker Desktop)" + AnotherEngine,
            EngineCause.TlsEngineDown => "Check the address, that the engine listens there, and whether it demands a client certificate (-CertificatePath or DOCKER_CERT_PATH)" + AnotherEngine,
            EngineCause.RemoteEngineDown => "Check the address, that the engine listens there, and whether it needs TLS (-CertificatePath or DOCKER_TLS_VERIFY)" + AnotherEngine,
            EngineCause.EngineDown => "Check the address and that the engine listens there" + AnotherEngine,
            EngineCause.CertificateRefused => "Give the folder with the engine's ca.pem (-CertificatePath or DOCKER_CERT_PATH), or the host name that the certificate is for.",
            EngineCause.SshMissing => "Install the OpenSSH client" + AnotherEngine,
            EngineCause.ConnectionLost => $"See whether the engine still runs (Test-DockerConnection), then {error.Advice ?? "try again"}.",
            EngineCause.ContextMissing => "Give the name of a context (Get-DockerContext lists them), or an address such as tcp://host:2376.",
            EngineCause.ContextCurrent => "Choose another one first (Use-DockerContext default), or use -Force.",
            EngineCause.ContextExists => $"Change it with Set-DockerContext {name}, or remove it first: Remove-DockerContext {name}",
            EngineCause.FileExists => "Name another file, or replace it with -Force.",
            EngineCause.FileKept => "Name another file, or leave out -NoClobber to replace it.",
            EngineCause.FileReadOnly => "Replace it with -Force.",
            EngineCause.NoTerminal => "Use Invoke-ContainerCommand to run a command in a container, Get-ContainerLog -Follow to see its output, or Invoke-Container without -Interactive.",
            EngineCause.LineTooLong => "Write the output to a file as it is: with -OutFile of Get-ContainerLog, or -AsByteStream of Invoke-ContainerCommand.",
            EngineCause.BuildKitOnly => "Use -Builder BuildKit, or leave it out.",
            EngineCause.ClassicBuilderOnly => "Use -Builder Classic, or leave it out.",
            EngineCause.InlineCacheOnly => "Use -CacheTo type=inline, push the image, and name it with -CacheFrom.",
            EngineCause.TakenForDockerfile => "A tar of the PAX format has to be compressed, or built with -Builder Classic.",
            EngineCause.NoRepositoryFolder => "Use -Builder Classic, or update the engine.",
            EngineCause.BuildSecretMissing => $"Give it with -Secret @{{ '{error.Involved[0]}' = ... }}.",
            EngineCause.BuildAgentMissing => $"Name an SSH agent with -Ssh {involved}.",
            EngineCause.BuildContextMissing => "A Dockerfile without a folder has no files to copy: name their folder with -Path.",
            EngineCause.BuildLoginMissing => "Log in to the registry with 'docker login': a build has the users of the docker command's configuration.",
            EngineCause.DockerfileMissing => "Name it with -File.",
            EngineCause.DockerfileInContext => $"-File is relative to the current location, not to the build context. Did you mean -File {involved}?",
            EngineCause.NotBuildAddress => "For a folder of this machine use -Path.",
            EngineCause.SshAgentMissing => "Start an agent (ssh-agent), or name its socket: -Ssh default=PATH.",
            EngineCause.SshAgentIsFile => $"If it is a key, add it to an agent (ssh-add {involved}) and use -Ssh {name}.",
            _ => error.Advice,
        };
    }
}
