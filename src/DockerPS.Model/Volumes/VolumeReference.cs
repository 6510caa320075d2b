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
}
