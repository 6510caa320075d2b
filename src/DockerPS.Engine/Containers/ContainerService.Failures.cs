using System.Text.RegularExpressions;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>The time limit for requests after a failure: the failure is what counts.</summary>
    static readonly TimeSpan ExplanationLimit = TimeSpan.FromSeconds(2);

    /// <summary>The state that a request needs a container to be in.</summary>
    enum NeededState
    {
        /// <summary>Running, and not paused.</summary>
        Running,

        /// <summary>Running or paused.</summary>
        Alive,

        /// <summary>Running, so that it can be paused.</summary>
        Pausable,

        /// <summary>Paused.</summary>
        Paused,

        /// <summary>Running, or not yet started.</summary>
        Attachable,

        /// <summary>Neither running nor paused.</summary>
        Stopped,
    }

    /// <summary>
    /// Sends a request. If it fails because of the container's state, says so in a uniform way, since each engine words it differently.
    /// </summary>
    async Task<T> ExplainAsync<T>(string id, NeededState needed, Func<Task<T>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (EngineException e) when (MayBeExplained(e))
        {
            throw await FindAsync(id).ConfigureAwait(false) is { } container && Describe(container, needed) is { } state
                ? InState(e, container, state.Words, state.Cause)
                : e;
        }
    }

    /// <summary>Whether an engine refused a request, so that the container's state may be the reason.</summary>
    static bool MayBeExplained(EngineException e) =>
        e is { StatusCode: not null, Error: EngineError.Conflict or EngineError.Failed or EngineError.Invalid };

    static EngineException InState(EngineException e, ContainerDetail container, string words, EngineCause cause) =>
        new(
            EngineError.Conflict,
            Subject.Container(container.Name),
            $"Container {container.Name} {words}.",
            e.InnerException ?? e)
        {
            StatusCode = e.StatusCode,
            Cause = cause,
        };

    async Task ExplainAsync(string id, NeededState needed, Func<Task> send) => await ExplainAsync(
        id,
        needed,
        async () =>
        {
            await send().ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    /// <summary>Explains why a state is not the needed one; null if it is.</summary>
    static (string Words, EngineCause Cause)? Describe(ContainerDetail container, NeededState needed) => (needed, container.State) switch
    {
        (NeededState.Stopped, ContainerState.Running) => ("is running", EngineCause.ContainerRunning),
        (NeededState.Stopped, ContainerState.Restarting) => ("keeps restarting", EngineCause.ContainerRunning),
        (NeededState.Stopped, ContainerState.Paused) => ("is paused", EngineCause.ContainerRunning),
        (NeededState.Stopped, _) => null,
        (NeededState.Paused, ContainerState.Running) => ("is not paused", EngineCause.Unknown),
        (NeededState.Running or NeededState.Pausable, ContainerState.Restarting) =>
            ("keeps restarting", EngineCause.Unknown),
        (NeededState.Attachable, ContainerState.Created) => null,
        (NeededState.Attachable, ContainerState.Paused) => ("is paused", EngineCause.ContainerPaused),
        (NeededState.Pausable, ContainerState.Paused) => ("is already paused", EngineCause.Unknown),
        (NeededState.Running, ContainerState.Paused) => ("is paused", EngineCause.ContainerPaused),
        (_, ContainerState.Running or ContainerState.Paused or ContainerState.Restarting) => null,
        (_, ContainerState.Created) => ("is not running (it was never started)", EngineCause.ContainerNotRunning),
        _ => (EndOf(container) is { } end ? $"is not running (it exited {end})" : "is not running", EngineCause.ContainerNotRunning),
    };

    static string? EndOf(ContainerDetail container)
    {
        DateTimeOffset? end = container.FinishedAt;
        return end is { } moment ? PlainWords.Ago(moment) : null;
    }

    /// <summary>Explains why a container was not created: because of its name or a volume.</summary>
    async Task<EngineException> ExplainCreationAsync(EngineException e, ContainerSpecification specification)
    {
        if (specification.Name is { } name && await ExplainNameAsync(e, name).ConfigureAwait(false) is { } taken)
            return taken;
        string said = (e.InnerException ?? e).Message;
        bool isReferenceRefused = said.Contains("invalid reference format", StringComparison.Ordinal)
            || said.Contains("parsing reference", StringComparison.Ordinal);
        if (isReferenceRefused && !ImageName.TryParse(specification.Image, out _, out string? problem))
        {
            return new EngineException(
                EngineError.Invalid,
                new Subject("ImageName", specification.Image),
                problem,
                e.InnerException ?? e)
            {
                StatusCode = e.StatusCode,
            };
        }
        if (MissingSource().Match(said) is { Success: true } source)
        {
            string path = source.Groups["path"].Value;
            return new EngineException(
                EngineError.Invalid,
                new Subject("Mount", path),
                $"{path} cannot be mounted: there is no such file or folder on the engine's host.",
                e.InnerException ?? e)
            {
                StatusCode = e.StatusCode,
            };
        }
        if (InvalidMode().Match(said) is { Success: true } match
            && Array.Find(
                [.. specification.Volumes],
                volume => volume.ToString().EndsWith(":" + match.Groups["mode"].Value, StringComparison.Ordinal)) is { } volume)
        {
            return new EngineException(
                EngineError.Invalid,
                Subject.Volume(volume.ToString()),
                $"'{volume}' is not a valid volume mapping: there is no mode {match.Groups["mode"].Value}. Expected modes such as ro, rw, z or Z.",
                e.InnerException ?? e)
            {
                StatusCode = e.StatusCode,
            };
        }
        return e;
    }

    /// <summary>Says which container has a name; null if none has it, so that there must be another cause.</summary>
    async Task<EngineException?> ExplainNameAsync(EngineException e, string name)
    {
        if (e.Error is not (EngineError.Conflict or EngineError.Failed)
            || await FindAsync(name).ConfigureAwait(false) is not { } holder
            || holder.Name != name)
            return null;
        return new EngineException(
            EngineError.Conflict,
            Subject.Container(name),
            $"The name {name} is taken by a container ({holder.Image}, {holder.State.ToString().ToLowerInvariant()}).",
            e.InnerException ?? e)
        {
            StatusCode = e.StatusCode,
            Cause = EngineCause.ContainerNameTaken,
            Involved = [name],
        };
    }

    /// <summary>Explains why a container or a command in one was not started: a host port is taken, or there is no such program.</summary>
    async Task<EngineException> ExplainStartAsync(EngineException e, string id, string? name, string where)
    {
        string said = (e.InnerException ?? e).Message;
        if (TakenPort().Match(said) is { Success: true } port && int.TryParse(port.Groups["port"].Value, out int number))
            return await ExplainPortAsync(e, id, number).ConfigureAwait(false);
        if (ExplainProgram(e, where) is { } program)
            return program;
        // the text before the reason only lists the engine's components that passed the error on
        string reason = e.Message[Layers().Match(e.Message).Length..].TrimEnd('.');
        return reason == e.Message.TrimEnd('.')
            ? e
            : new EngineException(
                e.Error,
                e.Subject,
                $"Container {name ?? EngineWords.ShortenIds(id)} cannot be started: {reason}.",
                e.InnerException ?? e)
            {
                StatusCode = e.StatusCode,
            };
    }

    /// <summary>The engine's message in place of a command's output, if the command could not be run; null for real output.</summary>
    /// <param name="line">The line.</param>
    /// <param name="container">The container.</param>
    public static EngineException? ExplainOutput(string line, string container) => Refusal().IsMatch(line)
        ? ExplainProgram(EngineWords.Said(EngineError.Failed, Subject.Container(container), line), $"container {container}")
        : null;

    /// <summary>Says that a program, its folder or its user does not exist; null for another failure.</summary>
    static EngineException? ExplainProgram(EngineException e, string where)
    {
        string said = (e.InnerException ?? e).Message;
        if (MissingProgram().Match(said) is { Success: true } missing)
            return Make(
                EngineError.NotFound,
                new Subject("Program", missing.Groups["program"].Value),
                "There is no program {0} in {1}.",
                EngineCause.ProgramMissing);
        if (RefusedProgram().Match(said) is { Success: true } refused)
        {
            string reason = refused.Groups["reason"].Value.ToLowerInvariant();
            return Make(
                EngineError.AccessDenied,
                new Subject("Program", refused.Groups["program"].Value),
                "{0} in {1} cannot be executed (" + reason + ").",
                EngineCause.ProgramNotExecutable,
                "ProgramNotExecutable");
        }
        if (MissingFolder().Match(said) is { Success: true } folder)
            return Make(
                EngineError.NotFound,
                new Subject("Folder", folder.Groups["folder"].Value),
                "There is no folder {0} in {1}.",
                EngineCause.Unknown);
        return MissingUser().Match(said) is { Success: true } user
            ? Make(
                EngineError.NotFound,
                new Subject("User", user.Groups["user"].Value),
                "There is no user {0} in {1}.",
                EngineCause.Unknown)
            : null;

        EngineException Make(EngineError error, Subject subject, string sentence, EngineCause cause, string? id = null)
        {
            string name = subject.Name!.Contains(' ', StringComparison.Ordinal) ? $"'{subject.Name}'" : subject.Name;
            return new EngineException(
                error,
                subject,
                sentence.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", where, StringComparison.Ordinal),
                e.InnerException ?? e)
            {
                ErrorId = id,
                StatusCode = e.StatusCode,
                Cause = cause,
                Involved = [where],
            };
        }
    }

    /// <summary>Explains why a command in a container was not started.</summary>
    async Task<EngineException> ExplainCommandAsync(EngineException e, string id)
    {
        string name = await FindAsync(id).ConfigureAwait(false) is { } container ? container.Name : EngineWords.ShortenIds(id);
        return await ExplainStartAsync(e, id, name, $"container {name}").ConfigureAwait(false);
    }

    async Task<EngineException> ExplainPortAsync(EngineException e, string id, int port)
    {
        var holders = new List<string>();
        try
        {
            using var limit = new CancellationTokenSource(ExplanationLimit);
            var containers = await ListAsync(null, limit.Token).ConfigureAwait(false);
            holders.AddRange(containers
                .Where(
                    container => container.Id != id && container.Name != id && container.Ports.Any(published => published.HostPort == port))
                .Select(static container => container.Name)
                .Order(StringComparer.Ordinal));
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException)
        {
            // then the holder is unknown
        }
        string by = holders.Count > 0 ? $"taken by {string.Join(", ", holders)}" : "in use by another program";
        return new EngineException(
            EngineError.Conflict,
            new Subject("Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            $"Host port {port} is {by}.",
            e.InnerException ?? e)
        {
            StatusCode = e.StatusCode,
            Cause = EngineCause.PortTaken,
            Involved = holders,
        };
    }

    /// <summary>Gets a container to explain a failure; null if there is no answer in time.</summary>
    async Task<ContainerDetail?> FindAsync(string id)
    {
        try
        {
            using var limit = new CancellationTokenSource(ExplanationLimit);
            return await InspectAsync(id, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?:Bind for|listen \w+) \S*?:(?<port>\d+)(?:/\w+)?(?: failed: port is already allocated|: bind: address already in use)|failed to bind host port \S*?:(?<port>\d+)(?:/\w+)?[:\s]""", RegexOptions.CultureInvariant)]
    private static partial Regex TakenPort();

    [GeneratedRegex("""exec: "(?<program>[^"]+)": (?:executable file not found|stat [^:]+: no such file or directory|no such file or directory)|executable file [`"'](?<program>[^`"']+)[`"'] not found""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MissingProgram();

    [GeneratedRegex("""exec: "(?<program>[^"]+)": (?:stat [^:]+: )?(?<reason>permission denied|is a directory|exec format error)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RefusedProgram();

    [GeneratedRegex("""chdir to cwd \("(?<folder>[^"]+)"\).*no such file or directory""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingFolder();

    [GeneratedRegex("""unable to find (?:user|group) (?<user>[^\s:]+): no matching entries""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingUser();

    [GeneratedRegex("^(OCI runtime exec failed: |(Error: )?(runc|crun): |unable to find (user|group) )", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex("bind source path does not exist: (?<path>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex MissingSource();

    [GeneratedRegex("""invalid mode: (?<mode>[^\s:]+)|invalid option type "(?<mode>[^"]+)"|invalid volume specification: '?\S*:(?<mode>[^\s:']+)""", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidMode();

    [GeneratedRegex("""^(?:(?:failed to create (?:shim )?task(?: for container)?|OCI runtime create failed|OCI runtime exec failed|exec failed|runc create failed|failed to set up container networking|[\w./]+\.go:\d+: [\w ]+ caused|unable to start container process|error during container init): )+""", RegexOptions.CultureInvariant)]
    private static partial Regex Layers();
}
