using System.Management.Automation;
using DockerPS.Formatting;

namespace DockerPS.Binding;

/// <summary>Checks a name with the model, whose message says what was expected.</summary>
/// <param name="check">Throws a <see cref="FormatException" /> if the name is invalid.</param>
abstract class ValidateNameAttribute(Action<string> check) : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc />
    protected sealed override void ValidateElement(object element)
    {
        try
        {
            check(element?.ToString() ?? "");
        }
        catch (FormatException e)
        {
            throw new ValidationMetadataException(VisibleText.OfLines(e.Message), e);
        }
    }
}

/// <summary>Checks the new name of a container.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ValidateContainerNameAttribute() : ValidateNameAttribute(ResourceName.CheckContainer);

/// <summary>Checks the name of a new volume.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ValidateVolumeNameAttribute() : ValidateNameAttribute(ResourceName.CheckVolume);
