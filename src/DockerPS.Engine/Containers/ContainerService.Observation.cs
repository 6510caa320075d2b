using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>The columns of <c>ps -ef</c>, and the seconds since the start: a clock time has neither date nor time zone.</summary>
    const string ProcessColumns = "-e -o user:32=UID -o pid -o ppid -o c -o stime -o etimes -o tty -o time -o args=CMD";

    /// <summary>Lists the processes of a running container as <c>ps</c> on the host sees them.</summary>
    /// <param name="id">The container.</param>
    /// <param name="name">The container's name, for the results.</param>
    /// <param name="arguments">Arguments for <c>ps</c>; null for the default columns.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<ContainerProcess>> GetProcessesAsync(
        string id,
        string name,
        string? arguments,
        CancellationToken cancellationToken)
    {
        if (arguments is null)
        {
            try
            {
                var usual = await ListProcessesAsync(id, name, ProcessColumns, cancellationToken).ConfigureAwait(false);
                // podman does not have these columns if it passes on the output of the container's own ps
                if (usual.Count > 0 && usual[0].ProcessId is not null)
                    return usual;
            }
            catch (EngineException e) when (e.Error == EngineError.Failed)
            {
                // a smaller ps, such as busybox's, supports fewer columns
            }
        }
        return await ListProcessesAsync(id, name, arguments, cancellationToken).ConfigureAwait(false);
    }

    async Task<IReadOnlyList<ContainerProcess>> ListProcessesAsync(
        string id,
        string container,
        string? arguments,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/top", Subject.Container(id)).With("ps_args", arguments);
        var answer = await ExplainAsync(
            id,
            NeededState.Alive,
            () => http.ReadAsync(request, ContainerJson.Default.TopWire, cancellationToken))
            .ConfigureAwait(false);
        var titles = answer.Titles ?? [];
        var rows = answer.Processes ?? [];
        // if the host does not have ps, podman passes on the output of the container's own, with each line as one column
        if (titles is [var line] && line.Contains(' ', StringComparison.Ordinal))
        {
            titles = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            rows = Array.ConvertAll(rows, row => row[0].Split(' ', titles.Length, StringSplitOptions.RemoveEmptyEntries));
        }
        return [.. rows.Select(row => ToProcess(container, titles, row))];
    }

    /// <summary>Lists the files that a container has added, changed or deleted relative to its image.</summary>
    /// <param name="id">The container.</param>
    /// <param name="name">The container's name, for the results.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The changes, sorted by path: engines return them in an order that changes from call to call.</returns>
    public async Task<IReadOnlyList<ContainerChange>> GetChangesAsync(string id, string name, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/changes", Subject.Container(id));
        // null means no changes
        var answer = await http.ReadAsync(
            request,
            static bytes => JsonSerializer.Deserialize(bytes, ContainerJson.Default.ChangeWireArray) ?? [],
            cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. answer
                .Select(
                    change =>
                        new ContainerChange
                        {
                            Engine = http.Endpoint.Address,
                            Container = name,
                            Path = change.Path ?? "",
                            Kind = (ContainerChangeKind)change.Kind,
                        })
                .OrderBy(static change => change.Path, StringComparer.Ordinal)
        ];
    }

    /// <summary>Measures a container repeatedly, about once a second, until it stops or the reader stops.</summary>
    /// <param name="id">The container.</param>
    /// <param name="once">Whether one measurement is enough; it takes about a second, since processor usage needs two readings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<ContainerStatistics> MeasureAsync(
        string id,
        bool once,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/stats", Subject.Container(id))
            .With("stream", once ? "0" : "1");
        var stream = await http.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // the first of a stream has nothing to compare with
            bool isFirst = !once;
            var figures = JsonSequence.ReadAsync(stream, ContainerJson.Default.StatisticsWire, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using var _ = figures.ConfigureAwait(false);
            while (await MoveNextAsync(figures, id, cancellationToken).ConfigureAwait(false))
            {
                var wire = figures.Current;
                // for a stopped container, the engine keeps sending figures without a timestamp
                if (!once && wire.Read.Year <= 1)
                    yield break;
                if (wire.PreCpu?.System is null or 0 && isFirst)
                {
                    isFirst = false;
                    continue;
                }
                isFirst = false;
                yield return StatisticsMapping.ToStatistics(wire, http.Endpoint.Address);
            }
        }
    }

    async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<StatisticsWire> figures, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await figures.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new EngineException(
                EngineError.Failed,
                Subject.Container(id),
                $"The engine sent statistics that are not JSON: {e.Message}",
                e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, Subject.Container(id), e);
        }
    }

    ContainerProcess ToProcess(string container, string[] titles, string[] row)
    {
        string? Find(params string[] names) =>
            names.Select(name => Array.IndexOf(titles, name)).Where(i => i >= 0 && i < row.Length).Select(i => row[i]).FirstOrDefault();
        int? Number(params string[] names) =>
            int.TryParse(Find(names), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < titles.Length && i < row.Length; i++)
            columns[titles[i]] = row[i];
        return new ContainerProcess
        {
            Engine = http.Endpoint.Address,
            Container = container,
            ProcessId = Number("PID"),
            ParentProcessId = Number("PPID"),
            User = Find("UID", "USER"),
            Started = ProcessTime.StartOf(Find("ELAPSED"), Find("STIME", "START"), DateTime.Now),
            Time = ProcessTime.ParseUsed(Find("TIME"))?.ToString(),
            Command = Find("CMD", "COMMAND") ?? "",
            Columns = columns,
        };
    }
}
