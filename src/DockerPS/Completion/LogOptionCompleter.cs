using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>Completes the options of the log driver on the command line, or of the most common default driver.</summary>
/// <remarks>Source: the Docker Engine documentation on logging drivers.</remarks>
public sealed class LogOptionCompleter : IArgumentCompleter
{
    const string Default = "json-file";

    static readonly string[] Common = ["mode=", "max-buffer-size="];
    static readonly string[] Tags = ["tag=", "labels=", "labels-regex=", "env=", "env-regex="];

    static readonly Dictionary<string, string[]> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        [Default] = ["max-size=", "max-file=", "compress=", .. Tags],
        ["local"] = ["max-size=", "max-file=", "compress="],
        ["journald"] = Tags,
        ["syslog"] =
        [
            "syslog-address=", "syslog-facility=", "syslog-format=", "syslog-tls-ca-cert=", "syslog-tls-cert=", "syslog-tls-key=",
            "syslog-tls-skip-verify=", .. Tags,
        ],
        ["gelf"] = ["gelf-address=", "gelf-compression-type=", "gelf-compression-level=", "gelf-tcp-max-reconnect=", "gelf-tcp-reconnect-delay=", .. Tags],
        ["fluentd"] =
        [
            "fluentd-address=", "fluentd-async=", "fluentd-buffer-limit=", "fluentd-retry-wait=", "fluentd-max-retries=",
            "fluentd-sub-second-precision=", .. Tags,
        ],
        ["awslogs"] =
        [
            "awslogs-region=", "awslogs-endpoint=", "awslogs-group=", "awslogs-stream=", "awslogs-create-group=", "awslogs-datetime-format=",
            "awslogs-multiline-pattern=", "tag=",
        ],
        ["splunk"] = ["splunk-token=", "splunk-url=", "splunk-source=", "splunk-sourcetype=", "splunk-index=", "splunk-format=", "splunk-gzip=", .. Tags],
        ["none"] = [],
    };

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var line = new CompletionLine(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
        string driver = line.TextsOf("LogDriver") is [var named, ..] ? named : Default;
        string[] options = Options.GetValueOrDefault(driver, []);
        return Candidate.Complete(
            line,
            (options.Length == 0 ? options : [.. options, .. Common]).Select(static option => new Candidate(option)));
    }
}
