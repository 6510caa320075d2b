namespace DockerPS;

/// <summary>Why something failed. Each value has a row in the table of recommendations, which says what can be done about it.</summary>
public enum EngineCause
{
    /// <summary>Nothing more is known than the error itself.</summary>
    Unknown,

    /// <summary>The container is running.</summary>
    ContainerRunning,

    /// <summary>The container is not running.</summary>
    ContainerNotRunning,

    /// <summary>The container is paused.</summary>
    ContainerPaused,

    /// <summary>Another container has the name.</summary>
    ContainerNameTaken,

    /// <summary>The host's port is taken: by the containers that are involved, or else by another program.</summary>
    PortTaken,

    /// <summary>The image has no such program.</summary>
    ProgramMissing,

    /// <summary>The image has such a file, but it cannot be executed.</summary>
    ProgramNotExecutable,

    /// <summary>The container has no health check.</summary>
    NoHealthCheck,

    /// <summary>The port of the container is not published.</summary>
    PortNotPublished,

    /// <summary>The container was created without a terminal.</summary>
    NoContainerTerminal,

    /// <summary>The source and the destination of a copy are in one container.</summary>
    CopyWithinContainer,

    /// <summary>The volume is in use by containers.</summary>
    VolumeInUse,

    /// <summary>The network is in use by containers.</summary>
    NetworkInUse,

    /// <summary>A network has the name already.</summary>
    NetworkNameTaken,

    /// <summary>The container is connected to the network already.</summary>
    NetworkConnected,

    /// <summary>Another network has addresses of the range.</summary>
    SubnetTaken,

    /// <summary>The image is in use by containers, but can be removed by force.</summary>
    ImageInUse,

    /// <summary>The image has several names.</summary>
    ImageHasTags,

    /// <summary>The image is in use and cannot be removed, not even by force.</summary>
    ImageHeld,

    /// <summary>Other images are built on the image.</summary>
    ImageHasChildren,

    /// <summary>A platform of an image is only removed by force.</summary>
    PlatformNeedsForce,

    /// <summary>The image exists, but not for this platform.</summary>
    OtherPlatform,

    /// <summary>The image has no name of a repository.</summary>
    ImageUnnamed,

    /// <summary>The file is not an archive of images.</summary>
    NotImageArchive,

    /// <summary>The registry refuses the user.</summary>
    RegistryRefused,

    /// <summary>The registry cannot be reached.</summary>
    RegistryUnreachable,

    /// <summary>A program that keeps the users of registries failed.</summary>
    CredentialHelperFailed,

    /// <summary>No engine answers at a socket or pipe of this machine.</summary>
    LocalEngineDown,

    /// <summary>No engine answers at an address that is spoken to without TLS.</summary>
    RemoteEngineDown,

    /// <summary>No engine answers at an address that is spoken to with TLS, but without a client certificate.</summary>
    TlsEngineDown,

    /// <summary>No engine answers at an address to which nothing more is known.</summary>
    EngineDown,

    /// <summary>The certificate of the engine is not accepted.</summary>
    CertificateRefused,

    /// <summary>This machine has no SSH client.</summary>
    SshMissing,

    /// <summary>The connection to the engine was lost.</summary>
    ConnectionLost,

    /// <summary>There is no docker context of this name.</summary>
    ContextMissing,

    /// <summary>The docker context is the current one.</summary>
    ContextCurrent,

    /// <summary>There is a docker context of this name already.</summary>
    ContextExists,

    /// <summary>There is a file of this name already.</summary>
    FileExists,

    /// <summary>There is a file of this name already, and it was asked to be kept.</summary>
    FileKept,

    /// <summary>The file is read-only.</summary>
    FileReadOnly,

    /// <summary>There is no terminal to work on.</summary>
    NoTerminal,

    /// <summary>A line of output is too long for a text.</summary>
    LineTooLong,

    /// <summary>BuildKit alone can do it.</summary>
    BuildKitOnly,

    /// <summary>The classic builder alone can do it.</summary>
    ClassicBuilderOnly,

    /// <summary>The builder can leave its steps only in the image.</summary>
    InlineCacheOnly,

    /// <summary>BuildKit takes what is there for a Dockerfile.</summary>
    TakenForDockerfile,

    /// <summary>BuildKit of the engine takes no folder of a git repository.</summary>
    NoRepositoryFolder,

    /// <summary>The build was not given a secret.</summary>
    BuildSecretMissing,

    /// <summary>The build was not given an SSH agent.</summary>
    BuildAgentMissing,

    /// <summary>The build has no context with files.</summary>
    BuildContextMissing,

    /// <summary>The registry refuses the build.</summary>
    BuildLoginMissing,

    /// <summary>There is no Dockerfile.</summary>
    DockerfileMissing,

    /// <summary>The Dockerfile is not where it was looked for, but in the build context.</summary>
    DockerfileInContext,

    /// <summary>It is not the address of something to build.</summary>
    NotBuildAddress,

    /// <summary>No SSH agent answers.</summary>
    SshAgentMissing,

    /// <summary>What was named as an SSH agent is a file, such as a key.</summary>
    SshAgentIsFile,
}
