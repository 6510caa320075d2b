using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DockerPS.Tests.Pester;

/// <summary><c>Should</c>, with the operators that the test files use; they judge as those of Pester 5 do.</summary>
[Cmdlet("Assert", "PesterValue")]
sealed class ShouldCommand : PSCmdlet
{
    readonly List<object?> values = [];

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? ActualValue { get; set; }

    [Parameter]
    public SwitchParameter Not { get; set; }

    [Parameter]
    public string? Because { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(Be))]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Be { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeExactly))]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? BeExactly { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeNullOrEmpty))]
    public SwitchParameter BeNullOrEmpty { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeTrue))]
    public SwitchParameter BeTrue { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeFalse))]
    public SwitchParameter BeFalse { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeGreaterThan))]
    public object? BeGreaterThan { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeLessThan))]
    public object? BeLessThan { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeLike))]
    public string? BeLike { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(Match))]
    public string? Match { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(BeOfType))]
    public object? BeOfType { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(Contain))]
    [AllowNull]
    public object? Contain { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(HaveCount))]
    public int HaveCount { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = nameof(Throw))]
    public SwitchParameter Throw { get; set; }

    [Parameter(ParameterSetName = nameof(Throw), Position = 0)]
    public string? ExpectedMessage { get; set; }

    [Parameter(ParameterSetName = nameof(Throw))]
    public string? ErrorId { get; set; }

    [Parameter(ParameterSetName = nameof(Throw))]
    public Type? ExceptionType { get; set; }

    [Parameter(ParameterSetName = nameof(Throw))]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => values.Add(ActualValue);

    protected override void EndProcessing()
    {
        switch (ParameterSetName)
        {
            case nameof(Be):
                Judge(AreEqual(values, ToList(Be), ignoreCase: true), values, Be);
                break;
            case nameof(BeExactly):
                Judge(AreEqual(values, ToList(BeExactly), ignoreCase: false), values, BeExactly);
                break;
            case nameof(BeNullOrEmpty):
                Judge(values.Count == 0 || (values.Count == 1 && IsNullOrEmpty(values[0])), values, null);
                break;
            case nameof(Contain):
                Judge(values.Exists(value => LanguagePrimitives.Equals(value, Contain, ignoreCase: true, CultureInfo.InvariantCulture)), values, Contain);
                break;
            case nameof(HaveCount):
                Judge(values.Count == HaveCount, values, HaveCount);
                break;
            default:
                foreach (object? value in values.DefaultIfEmpty())
                    JudgeOne(value);
                break;
        }
    }

    void JudgeOne(object? value)
    {
        switch (ParameterSetName)
        {
            case nameof(BeTrue):
                Judge(LanguagePrimitives.IsTrue(value), value, true);
                break;
            case nameof(BeFalse):
                Judge(!LanguagePrimitives.IsTrue(value), value, false);
                break;
            case nameof(BeGreaterThan):
                Judge(LanguagePrimitives.Compare(value, BeGreaterThan, ignoreCase: true, CultureInfo.InvariantCulture) > 0, value, BeGreaterThan);
                break;
            case nameof(BeLessThan):
                Judge(LanguagePrimitives.Compare(value, BeLessThan, ignoreCase: true, CultureInfo.InvariantCulture) < 0, value, BeLessThan);
                break;
            case nameof(BeLike):
                Judge(IsLike(LanguagePrimitives.ConvertTo<string>(value), BeLike!), value, BeLike);
                break;
            case nameof(Match):
                Judge(Regex.IsMatch(LanguagePrimitives.ConvertTo<string>(value), Match!, RegexOptions.IgnoreCase), value, Match);
                break;
            case nameof(BeOfType):
                var type = LanguagePrimitives.ConvertTo<Type>(BeOfType is string name ? name.Trim('[', ']') : BeOfType);
                Judge(type.IsInstanceOfType(value) || type.IsInstanceOfType(Base(value)), value, type);
                break;
            default:
                JudgeThrow(value);
                break;
        }
    }

    void JudgeThrow(object? value)
    {
        var block = Base(value) as ScriptBlock ?? throw new ArgumentException("What should throw has to be a script block.");
        ErrorRecord? error = null;
        try
        {
            InvokeCommand.InvokeScript(useLocalScope: true, block, null);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            error = e.ErrorRecord;
        }
        string thrown = error is null ? "nothing" : $"{error.FullyQualifiedErrorId}, {error.Exception.GetType()}: {error.Exception.Message}";
        if (Not)
        {
            Judge(error is not null, thrown, null);
            return;
        }
        Judge(
            error is not null
                && (string.IsNullOrWhiteSpace(ExpectedMessage) || IsLike(error.Exception.Message, ExpectedMessage))
                && (string.IsNullOrWhiteSpace(ErrorId) || IsLike(error.FullyQualifiedErrorId, ErrorId))
                && (ExceptionType is null || ExceptionType.IsInstanceOfType(error.Exception)),
            thrown,
            $"{ErrorId} {ExceptionType} {ExpectedMessage}".Trim());
        if (PassThru)
            WriteObject(error);
    }

    void Judge(bool succeeded, object? actual, object? expected)
    {
        if (succeeded != Not)
            return;
        string operation = $"Should{(Not ? " -Not" : "")} -{ParameterSetName} {Show(expected)}";
        string reason = Because is null ? "" : $", because {Because},";
        var exception = new InvalidOperationException($"{operation}{reason} but got {Show(actual)}.");
        ThrowTerminatingError(new ErrorRecord(exception, "PesterAssertionFailed", ErrorCategory.InvalidResult, actual));
    }

    static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    static bool IsLike(string text, string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text);

    static bool IsNullOrEmpty(object? value) =>
        Base(value) is Hashtable table ? table.Count == 0 : string.IsNullOrEmpty(LanguagePrimitives.ConvertTo<string>(value));

    static List<object?> ToList(object? value) => LanguagePrimitives.GetEnumerable(value) is { } items ? [.. items.Cast<object?>()] : [value];

    static bool AreEqual(List<object?> actual, List<object?> expected, bool ignoreCase)
    {
        bool nothing = actual is [] or [null];
        if (nothing || expected is [] or [null])
            return nothing && expected is ([] or [null]);
        return actual.Count == expected.Count && actual.Zip(expected).All(pair => AreEqual(pair.First, pair.Second, ignoreCase));
    }

    static bool AreEqual(object? actual, object? expected, bool ignoreCase) =>
        Base(actual) is Array || Base(expected) is Array
            ? AreEqual(ToList(actual), ToList(expected), ignoreCase)
            : LanguagePrimitives.Equals(expected, actual, ignoreCase, CultureInfo.InvariantCulture);

    static string Show(object? value) => Base(value) switch
    {
        null => "$null",
        string text => $"'{text}'",
        ICollection items => $"@({string.Join(", ", items.Cast<object?>().Select(Show))})",
        var other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
