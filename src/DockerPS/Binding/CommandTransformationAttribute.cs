using System.Collections;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Accepts arrays among the words of a command, as PowerShell passes them to programs: each item is an argument.</summary>
public sealed class CommandTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (ItemsOf(inputData) is null)
            return inputData;
        var words = new List<object?>();
        Add(words, inputData);
        return words.ToArray();
    }

    static void Add(List<object?> words, object? input)
    {
        if (ItemsOf(input) is not { } items)
        {
            words.Add(input);
            return;
        }
        foreach (object? item in items)
            Add(words, item);
    }

    static IEnumerable? ItemsOf(object? input) =>
        (input is PSObject wrapped ? wrapped.BaseObject : input) is IEnumerable items and not (string or IDictionary) ? items : null;
}
