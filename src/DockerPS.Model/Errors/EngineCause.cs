namespace DockerPS;

/// <summary>Why something failed. Each value has a row in the table of recommendations, which says what the user can do about it.</summary>
public enum EngineCause
{
    /// <summary>Nothing is known beyond the error itself.</summary>
    Unknown,

    /// <summary>The container is running.</summary>
    ContainerRunning,

    /// <summary>The container is not running.</summary>
    ContainerNotRunning,

    /// <summary>The container is paused.</summary>
    ContainerPaused,

    /// <summary>The memory limit of a container would exceed that of memory and swap together.</summary>
    MemoryAboveSwap,

    /// <summary>Another container already has the name.</summary>
    ContainerNameTaken,

    /// <summary>The host port is taken: by the containers involved, or else by another program.</summary>
    PortTaken,

    /// <summary>There is no such program in the image.</summary>
    ProgramMissing,

    /// <summary>The image has the file, but it cannot be executed.</summary>
    ProgramNotExecutable,

    /// <summary>The container has no health check.</summary>
    NoHealthCheck,

    /// <summary>The container's port is not published.</summary>
    PortNotPublished,

    /// <summary>The container was created without a terminal.</summary>
    NoContainerTerminal,

    /// <summary>The source and the destination of a copy are in the same container.</summary>
    CopyWithinContainer,

    /// <summary>The volume is in use by containers.</summary>
    VolumeInUse,

    /// <summary>The network is in use by containers.</summary>
    NetworkInUse,

    /// <summary>A network with the name already exists.</summary>
    NetworkNameTaken,

    /// <summary>The container is already connected to the network.</summary>
    NetworkConnected,

    /// <summary>Another network uses addresses in the range.</summary>
    SubnetTaken,

    /// <summary>The image is in use by containers, but can be removed by force.</summary>
    ImageInUse,

    /// <summary>The image has several names.</summary>
    ImageHasTags,

    /// <summary>The image is in use and cannot be removed, not even by force.</summary>
    ImageHeld,

    /// <summary>Other images are built on the image.</summary>
    ImageHasChildren,

    /// <summary>A platform of an image is only removed with force.</summary>
    PlatformNeedsForce,

    /// <summary>The image exists, but not for this platform.</summary>
    OtherPlatform,

    /// <summary>The image has no repository name.</summary>
    ImageUnnamed,

    /// <summary>The file is not an image archive.</summary>
    NotImageArchive,

    /// <summary>The registry refuses the login.</summary>
    RegistryRefused,

    /// <summary>The registry cannot be reached.</summary>
    RegistryUnreachable,

    /// <summary>A credential helper for registries failed.</summary>
    CredentialHelperFailed,

    /// <summary>No engine answers at a socket or pipe on this machine.</summary>
    LocalEngineDown,

    /// <summary>No engine answers at an address that is used without TLS.</summary>
    RemoteEngineDown,

    /// <summary>No engine answers at an address that is used with TLS, but without a client certificate.</summary>
    TlsEngineDown,

    /// <summary>No engine answers at an address about which nothing else is known.</summary>
    EngineDown,

    /// <summary>The certificate of the engine is not trusted.</summary>
    CertificateRefused,

    /// <summary>This machine has no SSH client.</summary>
    SshMissing,

    /// <summary>The connection to the engine was lost.</summary>
    ConnectionLost,

    /// <summary>There is no docker context with this name.</summary>
    ContextMissing,

    /// <summary>The docker context is the current one.</summary>
    ContextCurrent,

    /// <summary>A docker context with this name already exists.</summary>
    ContextExists,

    /// <summary>The file already exists.</summary>
    FileExists,

    /// <summary>The file already exists, and must not be replaced.</summary>
    FileKept,

    /// <summary>The file is read-only.</summary>
    FileReadOnly,

    /// <summary>There is no terminal to use.</summary>
    NoTerminal,

    /// <summary>A line of output is too long for a string.</summary>
    LineTooLong,

    /// <summary>Only BuildKit can do it.</summary>
    BuildKitOnly,

    /// <summary>Only the classic builder can do it.</summary>
    ClassicBuilderOnly,

    /// <summary>The builder can export its cache only into the image.</summary>
    InlineCacheOnly,

    /// <summary>BuildKit mistakes the input for a Dockerfile.</summary>
    TakenForDockerfile,

    /// <summary>The engine's BuildKit does not support a folder of a git repository.</summary>
    NoRepositoryFolder,

    /// <summary>The build was not given a secret.</summary>
    BuildSecretMissing,

    /// <summary>The build was not given an SSH agent.</summary>
    BuildAgentMissing,

    /// <summary>The build context has no files.</summary>
    BuildContextMissing,

    /// <summary>The registry refuses the build's login.</summary>
    BuildLoginMissing,

    /// <summary>There is no Dockerfile.</summary>
    DockerfileMissing,

    /// <summary>The Dockerfile is in the build context, not where it was looked for.</summary>
    DockerfileInContext,

    /// <summary>It is not the address of something that can be built.</summary>
    NotBuildAddress,

    /// <summary>The SSH agent does not answer.</summary>
    SshAgentMissing,

    /// <summary>The path given as an SSH agent is a file, such as a key.</summary>
    SshAgentIsFile,
}
