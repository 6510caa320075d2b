using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Cmdlets;

/// <summary>Creates containers, and starts them if asked.</summary>
/// <remarks>
/// <para>Creates a container from an image and returns it. With -Start it also starts the container in the background; use Invoke-Container
/// to run a container and see its output.</para>
/// <para>Everything that can be checked is checked before anything is created. A container that fails to start is removed again.</para>
/// </remarks>
/// <docker>docker create, docker run -d</docker>
/// <example runnable="true">
/// <para>Creates a container without starting it, and removes it.</para>
/// <code>New-Container busybox -Name example-idle -- sleep 60 | Remove-Container -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Runs a web server in the background, with a published port, a volume and a restart policy.</para>
/// <code>New-Container nginx -Name web -Start -Port 8080:80 -Volume site:/usr/share/nginx/html:ro -RestartPolicy unless-stopped</code>
/// </example>
/// <example>
/// <para>Sets environment variables, two from a hashtable and one from this session.</para>
/// <code>New-Container postgres -Name db -Start -Environment @{ POSTGRES_USER = 'app'; POSTGRES_DB = 'app' }, 'POSTGRES_PASSWORD' -Memory 512MB</code>
/// </example>
/// <example>
/// <para>Creates containers from a table with the columns Image, Name, Port and Environment; a cell may hold several ports, separated by
/// commas, and one variable.</para>
/// <code>Import-Csv ./containers.csv | New-Container -Start</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewContainerCommand : ContainerCreationCmdlet
{
    string? givenName;
    string?[] givenEnvironment = [];
    PortMapping[] givenPorts = [];

    /// <summary>The image: a name with or without a tag, an id prefix, or an image object. Each image gets its own container.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>The name of the container. If omitted, the engine generates one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Completions<NothingCompleter>]
    public override string? Name { get; set; }

    /// <summary>
    /// Environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session, or removes
    /// the variable if this session does not have it.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Env", "e")]
    [EnvironmentTransformation(KeepsUnset = true, KeepsEmpty = true)]
    [Completions<EnvironmentCompleter>]
    public override string?[] Environment { get; set; } = [];

    /// <summary>
    /// Ports to publish: <c>8080:80</c>, <c>127.0.0.1:8080:80/udp</c>, ranges such as <c>8000-8010:80-90</c>, <c>80</c> to use a free port
    /// of the host, <c>published=8080,target=80</c>, or a hashtable <c>@{ 8080 = 80 }</c> of host and container ports.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Publish", "p")]
    [PortMappingTransformation]
    [Completions<NothingCompleter>]
    public override PortMapping[] Port { get; set; } = [];

    /// <summary>Pipeline input: images, or table rows with the columns Image, Name, Port and Environment.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public object? InputObject { get; set; }

    /// <summary>Starts the container.</summary>
    [Parameter]
    [Alias("Detach")]
    public SwitchParameter Start { get; set; }

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        (givenName, givenEnvironment, givenPorts) = (Name, Environment, Port);
        return base.BeginAsync();
    }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (TextValues.Unwrap(InputObject) is { } piped && piped.GetType().Assembly == typeof(Image).Assembly)
        {
            // an image's name is not a container name
            (Name, Environment, Port) = (givenName, givenEnvironment, givenPorts);
            if (Image.All(static image => image.Engine is null) && piped is not ImageReference)
            {
                WriteError(
                    new EngineException(
                        EngineError.Invalid,
                        new Subject("Image", $"{piped}"),
                        $"{piped} is a {piped.GetType().Name.ToLowerInvariant()}, not an image. Expected images, or rows with the columns "
                        + "Image, Name, Port and Environment."),
                    piped);
                return;
            }
        }
        foreach (var image in Image)
            await TryAsync(image, () => LaunchAsync(image, Start));
    }
}
