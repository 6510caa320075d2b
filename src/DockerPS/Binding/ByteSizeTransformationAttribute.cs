using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DockerPS.Binding;

/// <summary>Takes bytes as a number (<c>512MB</c> is one in PowerShell) or as a text such as <c>512m</c>, <c>0.5GB</c> or <c>1GiB</c>, in units of 1024 as docker does.</summary>
public sealed partial class ByteSizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string text ? Parse(text) : inputData;
    }

    static long Parse(string text)
    {
        var match = Syntax().Match(text.Trim());
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            throw new ArgumentTransformationMetadataException($"'{text}' is no size. Expected bytes as a number, or a number with a unit such as 512m, 512MB or 0.5GB.");
        int power = char.ToLowerInvariant(match.Groups["unit"].Value.FirstOrDefault()) switch { 'k' => 1, 'm' => 2, 'g' => 3, 't' => 4, 'p' => 5, _ => 0 };
        for (int i = 0; i < power; i++)
            number *= 1024;
        return (long)number;
    }

    [GeneratedRegex("^(?<number>[0-9]+(?:[.][0-9]+)?) ?(?:(?<unit>[kmgtp])i?)?b?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
