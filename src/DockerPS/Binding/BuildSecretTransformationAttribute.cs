using System.Collections;
using System.Management.Automation;
using System.Security;

namespace DockerPS.Binding;

/// <summary>
/// Takes secrets as users have them: <c>@{ token = $secureString; key = './key.pem'; other = 'env:OTHER' }</c>, docker's pairs as a text or as a
/// hashtable, and lists of these. No message tells a value: it may be the secret.
/// </summary>
public sealed class BuildSecretTransformationAttribute : ArgumentTransformationAttribute
{
    const string VariablePrefix = "env:";
    const string Expected = "Expected a secure string, a credential, the path of a file, or env:NAME for an environment variable.";

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Read(inputData).ToArray();
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    static IEnumerable<BuildSecret> Read(object? input) => (input is PSObject wrapped ? wrapped.BaseObject : input) switch
    {
        BuildSecret secret => [secret],
        string text => [new BuildSecret(text)],
        IDictionary table when table.Keys.Cast<object>().Any(static key => "id".Equals(key as string, StringComparison.OrdinalIgnoreCase)) => [ReadOne(table)],
        IDictionary table => table.Cast<DictionaryEntry>().Select(static entry => ToSecret($"{entry.Key}", entry.Value)),
        IEnumerable list => list.Cast<object?>().SelectMany(Read),
        _ => throw new FormatException("A secret needs an id: expected @{ ID = … }, or a text such as id=token,src=./token.txt."),
    };

    /// <summary>A hashtable with docker's own options.</summary>
    static BuildSecret ReadOne(IDictionary table) =>
        new(string.Join(',', table.Cast<DictionaryEntry>().Select(static entry => $"\"{$"{entry.Key}={entry.Value}".Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));

    static BuildSecret ToSecret(string id, object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secret => new BuildSecret(id, secret),
        PSCredential credential => new BuildSecret(id, credential.Password),
        FileInfo file => BuildSecret.FromFile(id, file.FullName),
        string text when text.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase) => BuildSecret.FromVariable(id, text[VariablePrefix.Length..]),
        string { Length: > 0 } path => BuildSecret.FromFile(id, path),
        _ => throw new FormatException($"The secret '{id}' is nothing that can be read. {Expected}"),
    };
}
