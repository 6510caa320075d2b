using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Reads Dockerfiles into objects.</summary>
/// <remarks>
/// <para>Returns an object for each Dockerfile: its parser directives, its instructions with their options, arguments and documents, each
/// with its lines and columns, its stages with what they take from each other, and its comments. ToString() of it is the text, byte for
/// byte.</para>
/// <para>Variables are filled in as the builder does it (ExpandedArguments), with the defaults of ARG and with what -BuildArgument gives.
/// What only the base image could set is empty.</para>
/// <para>A file that BuildKit's parser refuses is an error that tells the line and what was expected. No engine is needed.</para>
/// <para>Texts from the pipeline are lines of one Dockerfile; files from the pipeline are a Dockerfile each.</para>
/// </remarks>
/// <example runnable="true">
/// <para>Lists the instructions of a text with their lines.</para>
/// <code>(ConvertFrom-Dockerfile -Content 'FROM busybox AS build', 'RUN make', 'FROM scratch', 'COPY --from=build /app /').Instructions</code>
/// </example>
/// <example runnable="true">
/// <para>Tells what each stage builds on, with a value for an ARG.</para>
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
    public string?[] BuildArgument { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessFile(string path) => WriteObject(DockerfileParser.Read(path, Arguments, StoppingToken));

    /// <inheritdoc />
    protected override void ProcessText(string text) => WriteObject(DockerfileParser.Parse(text, path: null, Arguments));

    IReadOnlyDictionary<string, string> Arguments => KeyValues.ToDictionary(BuildArgument.OfType<string>());
}
