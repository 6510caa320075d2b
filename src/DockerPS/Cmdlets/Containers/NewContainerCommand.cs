using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Cmdlets;

/// <summary>Makes containers, and starts them if asked.</summary>
/// <remarks>
/// <para>Makes a container of an image and returns it. With -Start it also runs, in the background; use Invoke-Container to run one and see its output.</para>
/// <para>Everything that can be checked is checked before anything is made. A container that can not be started is removed again.</para>
/// </remarks>
/// <docker>docker create, docker run -d</docker>
/// <example runnable="true">
/// <para>Makes a container that is not yet running, and removes it.</para>
/// <code>New-Container busybox -Name example-idle -- sleep 60 | Remove-Container -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Runs a web server in the background, with a published port, a volume and a restart policy.</para>
/// <code>New-Container nginx -Name web -Start -Port 8080:80 -Volume site:/usr/share/nginx/html:ro -RestartPolicy unless-stopped</code>
/// </example>
/// <example>
/// <para>Passes environment variables, two of them from a hashtable and one from this session.</para>
/// <code>New-Container postgres -Name db -Start -Environment @{ POSTGRES_USER = 'app'; POSTGRES_DB = 'app' }, 'POSTGRES_PASSWORD' -Memory 512MB</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewContainerCommand : ContainerCreationCmdlet
{
    /// <summary>The image: a name with or without tag, the beginning of an id, or an image object. Each image gets a container of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>Starts the container.</summary>
    [Parameter]
    [Alias("Detach")]
    public SwitchParameter Start { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (var image in Image)
            await TryAsync(image, () => MakeAsync(image));
    }

    async Task MakeAsync(ImageReference image)
    {
        var specification = ToSpecification(image);
        if (!ShouldProcess(specification.Name ?? image.Text, Start ? "Make and start container" : "Make container"))
            return;
        var client = GetClient(image);
        string id = await CreateAsync(client, specification);
        if (Start)
            await StartOrRemoveAsync(client, id, specification.Image);
        WriteObject(await client.Containers.GetAsync(id, StoppingToken));
    }

    /// <summary>Starts the container; one that can not be started would only be in the way of the next attempt.</summary>
    async Task StartOrRemoveAsync(EngineClient client, string id, string image)
    {
        try
        {
            await client.Containers.StartAsync(id, image, StoppingToken);
        }
        catch
        {
            await DiscardAsync(client, id);
            throw;
        }
    }
}
