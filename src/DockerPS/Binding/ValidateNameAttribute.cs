using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerPS.Formatting;

namespace DockerPS.Binding;

/// <summary>Checks a text that has to have a certain form, and says what that is in place of a regular expression.</summary>
/// <param name="what">What the text is to be: <c>a valid container name</c>.</param>
/// <param name="expected">What is expected, as a part of a sentence.</param>
abstract class ValidateFormAttribute(string what, string expected) : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Whether a text has the form.</summary>
    protected abstract bool IsValid(string text);

    /// <inheritdoc />
    protected sealed override void ValidateElement(object element)
    {
        string text = element?.ToString() ?? "";
        if (!IsValid(text))
            throw new ValidationMetadataException($"'{VisibleText.Of(text)}' is not {what}. Expected {expected}.");
    }
}

/// <summary>Checks the name of a container that is to be created or renamed.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed partial class ValidateContainerNameAttribute() : ValidateFormAttribute("a valid container name", "two or more letters, digits and the characters _ . -, beginning with a letter or digit")
{
    protected override bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^/?[a-zA-Z0-9][a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>Checks the name of a volume that is to be created.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed partial class ValidateVolumeNameAttribute() : ValidateFormAttribute("a valid volume name", "letters, digits and the characters _ . -, beginning with a letter or digit")
{
    protected override bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>Checks a hardware address.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed partial class ValidateMacAddressAttribute() : ValidateFormAttribute("a valid hardware address", "six pairs of hexadecimal digits, such as 02:42:ac:11:00:02")
{
    protected override bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
