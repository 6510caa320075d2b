using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Parses Dockerfiles into objects.</summary>
/// <remarks>
/// <para>Returns an object for each Dockerfile, with its parser directives, its instructions with their options, arguments and
/// here-documents, the lines and columns of each, its stages with the dependencies between them, and its comments. Its ToString() returns
/// the text, byte for byte.</para>
/// <para>Variables are expanded as the builder expands them (ExpandedArguments), using the defaults of ARG instructions and the values of
/// -BuildArgument. Variables that only the base image could set are empty.</para>
/// <para>A file that BuildKit's parser rejects is an error that says which line is wrong and what was expected. No engine is needed.</para>
/// <para>Strings from the pipeline are lines of one Dockerfile; files from the pipeline are one Dockerfile each.</para>
/// </remarks>
/// <example runnable="true">
/// <para>Lists the instructions in a text with their lines.</para>
/// <code>(ConvertFrom-Dockerfile -Content 'FROM busybox AS build', 'RUN make', 'FROM scratch', 'COPY --from=build /app /').Instructions</code>
/// </example>
/// <example runnable="true">
/// <para>Shows what each stage is built on, with a value for an ARG.</para>
/// <code>'ARG TAG=1.2', 'FROM registry.example.com/base:$TAG' | ConvertFrom-Dockerfile -BuildArgument @{ TAG = '1.3' } | ForEach-Object Stages</code>
/// </example>
/// <example>
/// <para>Lists the base images of all Dockerfiles below a folder.</para>
/// <code>Get-ChildItem -Recurse -Filter Dockerfile* | ConvertFrom-Dockerfile | ForEach-Object { $_.Stages.Base } | Sort-Object -Unique</code>
/// </example>
[Cmdlet(VerbsData.ConvertFrom, "Dockerfile", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Dockerfile))]
public sealed class ConvertFromDockerfileCommand : DockerfileCmdlet
{
    /// <summary>
    /// Values for the Dockerfile's ARG instructions: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from
    /// this session.
    /// </summary>
    [Parameter]
    [Alias("BuildArg")]
    [EnvironmentTransformation]
    [Completions<NothingCompleter>]
    public string?[] BuildArgument { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessFile(string path) => WriteObject(DockerfileParser.Read(path, Arguments, StoppingToken));

    /// <inheritdoc />
    protected override void ProcessText(string text) => WriteObject(DockerfileParser.Parse(text, path: null, Arguments));

    IReadOnlyDictionary<string, string> Arguments => KeyValues.ToDictionary(BuildArgument.OfType<string>());
}
