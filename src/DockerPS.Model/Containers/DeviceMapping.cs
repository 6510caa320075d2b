using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>A host device that is available in a container.</summary>
/// <remarks>Source: <c>docker run --device</c>.</remarks>
public sealed partial record DeviceMapping : ITextValue<DeviceMapping>
{
    const string Expected =
        "Expected /dev/x, /dev/x:/dev/y or /dev/x:/dev/y:rwm with an absolute path in the container, or a Container Device Interface name "
        + "such as vendor.com/class=name.";
    const string AllPermissions = "rwm";

    /// <summary>The device on the host, or its Container Device Interface name.</summary>
    public required string PathOnHost { get; init; }

    /// <summary>The path in the container; null for the same path.</summary>
    public string? PathInContainer { get; init; }

    /// <summary>
    /// What the container may do with it: <c>r</c> for reading, <c>w</c> for writing, <c>m</c> for creating device files.
    /// </summary>
    public string Permissions { get; init; } = AllPermissions;

    /// <summary>Whether it is a Container Device Interface name such as <c>vendor.com/class=name</c>, not a path.</summary>
    public bool IsQualifiedName => QualifiedName().IsMatch(PathOnHost);

    /// <summary>Parses docker's syntax: <c>/dev/x[:/dev/y][:rwm]</c>, or a Container Device Interface name.</summary>
    public static DeviceMapping Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        var device = new DeviceMapping { PathOnHost = trimmed };
        if (!device.IsQualifiedName)
        {
            device = trimmed.Split(':') switch
            {
                [_] => device,
                // /dev/x:rw does not change the path
                [var path, var permissions] when IsPermissions(permissions) =>
                    new DeviceMapping { PathOnHost = path, Permissions = permissions },
                [var path, var inside] => new DeviceMapping { PathOnHost = path, PathInContainer = inside },
                [var path, var inside, var permissions] =>
                    new DeviceMapping { PathOnHost = path, PathInContainer = inside, Permissions = permissions },
                _ => throw Invalid(text),
            };
        }
        if (!device.IsValid)
            throw Invalid(text);
        return device;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!IsValid)
            throw Invalid(ToString());
    }

    /// <summary>The device in docker's syntax.</summary>
    public override string ToString() =>
        $"{PathOnHost}{(PathInContainer is null ? "" : ":" + PathInContainer)}{(Permissions == AllPermissions ? "" : ":" + Permissions)}";

    // Windows has device classes, which have no path in the container
    bool IsValid => IsQualifiedName || (PathInContainer is null && PathOnHost.StartsWith("class/", StringComparison.Ordinal))
        || (PathOnHost.Length > 0 && (PathInContainer ?? PathOnHost).StartsWith('/') && IsPermissions(Permissions));

    static bool IsPermissions(string text) =>
        text.Length is > 0 and <= 3 && text.All(static letter => letter is 'r' or 'w' or 'm') && text.Distinct().Count() == text.Length;

    static FormatException Invalid(string text) => new($"'{text}' is not a valid device. {Expected}");

    [GeneratedRegex(
        @"^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]/[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?=[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedName();
}
