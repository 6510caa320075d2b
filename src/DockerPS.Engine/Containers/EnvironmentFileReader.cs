namespace DockerPS.Engine;

/// <summary>Reads files of environment variables by the rules of <c>docker run --env-file</c>.</summary>
public static class EnvironmentFileReader
{
    /// <summary>
    /// The variables of a file as <c>NAME=value</c>. Empty lines and lines that begin with <c>#</c> are left out; the value is everything after the
    /// first <c>=</c>, quotes included; a name alone takes the value of this process, and is left out when there is none, or stays as it is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="takesFromProcess">Whether a name alone takes the value of this process; labels do not.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">The file cannot be read, or a line has no name, or a name with white space.</exception>
    public static IReadOnlyList<string> Read(string path, bool takesFromProcess, CancellationToken cancellationToken)
    {
        var variables = new List<string>();
        int number = 0;
        using var reader = new StreamReader(new MemoryStream(LocalFile.ReadAll(path, LocalFile.MostText, cancellationToken)));
        while (reader.ReadLine() is { } raw)
        {
            number++;
            string line = raw.TrimStart();
            if (line.Length == 0 || line[0] == '#')
                continue;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? line.TrimEnd() : line[..equals];
            if (name.Length == 0 || name.AsSpan().IndexOfAny(" \t") >= 0)
                throw new EngineException(EngineError.Parse, new Subject(takesFromProcess ? "EnvironmentFile" : "LabelFile", path), $"{path}:{number}: expected NAME=value, a name alone, a comment or nothing; a name has no white space.");
            if (equals >= 0)
                variables.Add(line);
            else if (!takesFromProcess)
                variables.Add(name);
            else if (Environment.GetEnvironmentVariable(name) is { } value)
                variables.Add($"{name}={value}");
        }
        return variables;
    }
}
