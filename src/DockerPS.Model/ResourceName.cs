using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>The rules for names of containers and volumes.</summary>
public static partial class ResourceName
{
    /// <summary>Checks the name of a container.</summary>
    /// <exception cref="FormatException">The name is invalid; the message says what was expected.</exception>
    public static void CheckContainer(string name)
    {
        if (!Container().IsMatch(name))
        {
            throw new FormatException(
                $"'{name}' is not a valid container name. Expected two or more letters, digits or characters _ . -, beginning with a "
                + "letter or digit.");
        }
    }

    /// <summary>Checks the name of a volume.</summary>
    /// <exception cref="FormatException">The name is invalid; the message says what was expected.</exception>
    public static void CheckVolume(string name)
    {
        if (!Volume().IsMatch(name))
            throw new FormatException(
                $"'{name}' is not a valid volume name. Expected letters, digits or characters _ . -, beginning with a letter or digit.");
    }

    [GeneratedRegex(@"^/?[a-zA-Z0-9][a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Container();

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Volume();
}
