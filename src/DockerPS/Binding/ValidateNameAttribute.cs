using System.Management.Automation;
using DockerPS.Formatting;

namespace DockerPS.Binding;

/// <summary>Checks a name by the model, whose sentence says what was expected.</summary>
/// <param name="check">Throws a <see cref="FormatException" /> for a name that cannot be one.</param>
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

/// <summary>Checks the name of a container that is to be renamed.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ValidateContainerNameAttribute() : ValidateNameAttribute(ResourceName.CheckContainer);

/// <summary>Checks the name of a volume that is to be created.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ValidateVolumeNameAttribute() : ValidateNameAttribute(ResourceName.CheckVolume);
