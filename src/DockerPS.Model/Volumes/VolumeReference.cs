namespace DockerPS;

/// <summary>Names a volume: by name, wildcard, or a volume object.</summary>
public sealed class VolumeReference : ResourceReference
{
    /// <summary>Makes a reference from a name or a wildcard.</summary>
    public VolumeReference(string text)
        : base(text) { }

    /// <summary>Makes a reference to exactly this volume, on its own engine.</summary>
    public VolumeReference(Volume volume)
        : base(volume.Name, volume.Engine) { }

    /// <summary>Makes a reference to the volume that a container has mounted.</summary>
    public VolumeReference(ContainerMount mount)
        : base(mount.Name ?? throw new ArgumentException($"What is mounted at {mount.Destination} is no volume.", nameof(mount))) { }

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public VolumeReference(OtherThing other)
        : base(other) { }
}
