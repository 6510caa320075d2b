using System.Collections;
using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Formatting;

namespace DockerPS.Completion;

/// <summary>Completes the names of images.</summary>
public sealed class ImageCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public ImageCompleterAttribute()
        : base(typeof(ImageCompleter)) { }
}

/// <summary>Offers the images of the engine that have a name, with id, size and age as the tooltip.</summary>
public sealed class ImageCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        var images = await client.Images.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return images
            .Where(static image => image.Repository is not null)
            .Select(static image => new Candidate(image.Name, $"{Cell.ShortId(image.Id)}, {Cell.Size(image.Size)}, {Cell.Age(image.Created)}"));
    }
}
