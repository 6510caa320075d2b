namespace DockerPS.Engine;

/// <summary>The kinds of items in a folder.</summary>
enum FileEntryKind
{
    /// <summary>A file with content.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Something without bytes: an empty file, a pipe, a device or a socket. Only a closer look tells which.</summary>
    Empty,
}
