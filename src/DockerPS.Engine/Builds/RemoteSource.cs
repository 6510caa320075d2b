using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>A location that the engine downloads from: a git repository, a tar, or a Dockerfile.</summary>
/// <remarks>
/// Source: Engine API, parameter <c>remote</c> of <c>POST /build</c>. Addresses are interpreted as by the docker command.
/// </remarks>
/// <param name="Address">
/// <c>https://host/repository.git#branch:folder</c>, <c>git://…</c>, <c>ssh://…</c>, <c>git@host:repository</c>,
/// <c>github.com/user/repository</c>, or the http or https address of a file.
/// </param>
public sealed partial record RemoteSource(string Address) : BuildSource
{
    /// <summary>The path of the Dockerfile in the download; null for <c>Dockerfile</c>.</summary>
    public string? DockerfileName { get; init; }

    /// <summary>The address without any user, password and query.</summary>
    public override string Name => WebAddress.Hide(User().Replace(Address, "://"), WebAddress.SecretsOf(Address));

    internal override Task<BuildInput> OpenAsync(ImageBuilder builder, CancellationToken cancellationToken)
    {
        if (!Known().IsMatch(Address))
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("BuildUri", Name),
                $"An engine cannot build from '{Name}': expected the http or https address of a git repository, a tar or a Dockerfile, git://…, ssh://…, git@host:repository or github.com/user/repository.")
            {
                Cause = EngineCause.NotBuildAddress,
            };
        }
        return Task.FromResult(new BuildInput
        {
            Dockerfile = DockerfileName ?? BuildContext.DefaultDockerfile,
            DockerfileName = DockerfileName,
            Remote = Address,
            Secrets = WebAddress.SecretsOf(Address),
        });
    }

    [GeneratedRegex(@"^(https?://|git://|ssh://|github\.com/)[^/\s]|^git@[^\s:]+:\S", RegexOptions.CultureInvariant)]
    private static partial Regex Known();

    [GeneratedRegex("://[^/@\\s]+@", RegexOptions.CultureInvariant)]
    private static partial Regex User();
}
