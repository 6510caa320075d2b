namespace DockerPS;

/// <summary>Refers to a volume: by name, wildcard, or a volume object.</summary>
public sealed class VolumeReference : ResourceReference
{
    /// <summary>Creates a reference from a name or a wildcard.</summary>
    public VolumeReference(string text)
        : base(text) { }

    /// <summary>Creates a reference to exactly this volume, on its own engine.</summary>
    public VolumeReference(Volume volume)
        : base(volume.Name, volume.Engine) { }

    /// <summary>Creates a reference to the volume that a container mounts.</summary>
    public VolumeReference(ContainerMount mount)
        : base(mount.Name ?? throw new ArgumentException($"The mount at {mount.Destination} is not a volume.", nameof(mount))) { }

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public VolumeReference(OtherThing other)
        : base(other) { }
}
