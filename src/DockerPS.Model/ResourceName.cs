using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>The names that containers and volumes may have.</summary>
public static partial class ResourceName
{
    /// <summary>Checks a name for a container.</summary>
    /// <exception cref="FormatException">No container can have it; the message says what was expected.</exception>
    public static void CheckContainer(string name)
    {
        if (!Container().IsMatch(name))
        {
            throw new FormatException(
                $"'{name}' is not a valid container name. Expected two or more letters, digits and the characters _ . -, beginning with a letter or digit.");
        }
    }

    /// <summary>Checks a name for a volume.</summary>
    /// <exception cref="FormatException">No volume can have it; the message says what was expected.</exception>
    public static void CheckVolume(string name)
    {
        if (!Volume().IsMatch(name))
            throw new FormatException($"'{name}' is not a valid volume name. Expected letters, digits and the characters _ . -, beginning with a letter or digit.");
    }

    [GeneratedRegex(@"^/?[a-zA-Z0-9][a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Container();

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Volume();
}
