using System.Xml.Linq;

namespace DockerPS.Tests;

/// <summary>
/// Every view, with sample objects, at three widths: the output must be what was approved, in <c>Views/NAME.WIDTH.txt</c>. With the
/// variable DOCKERPS_APPROVE_VIEWS the test writes these files instead of comparing.
/// </summary>
public sealed class ViewLayoutTests : IClassFixture<ModuleSession>
{
    static readonly string Folder = Repository.GetPath("tests/DockerPS.Tests/Views");

    readonly PowerShellSession session;

    public ViewLayoutTests(ModuleSession module) => session = module.Session;

    /// <summary>Each view: its name, the type that it displays, and its format.</summary>
    public static TheoryData<string, string, string> Views
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var view in ReadViews())
                data.Add(
                    view.Element("Name")!.Value,
                    view.Descendants("TypeName").First().Value,
                    view.Elements().First(
                        static element => element.Name.LocalName.EndsWith("Control", StringComparison.Ordinal)).Name.LocalName.Replace(
                        "Control",
                        "",
                        StringComparison.Ordinal));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Looks_as_approved(string name, string type, string format)
    {
        foreach (int width in (int[])[80, 120, 200])
        {
            string file = Path.Combine(Folder, $"{name.Replace("DockerPS.", "", StringComparison.Ordinal)}.{width}.txt");
            string shown = Render(name, type, format, width);
            if (Environment.GetEnvironmentVariable("DOCKERPS_APPROVE_VIEWS") is { Length: > 0 })
                File.WriteAllText(file, shown);
            Assert.True(File.Exists(file), $"{file} is missing. This is what it would hold:\n{shown}");
            Assert.True(File.ReadAllText(file) == shown, $"{file} looks otherwise now:\n{shown}");
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_row_is_a_line_and_a_header_is_one(string name, string type, string format)
    {
        // the messages about a Dockerfile are sentences, which are wrapped
        if (format != "Table" || type == "DockerPS.DockerfileDiagnostic")
            return;
        int count = session.Run($"@({Samples(fixedTimes: false)}[$args[0]]).Count", type).Check().As<int>().Single();
        foreach (int width in (int[])[79, 80, 100, 119, 120, 132, 160, 199, 200])
        {
            string[] lines = Render(name, type, format, width).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length == count + 2, $"{width} columns:\n{string.Join('\n', lines)}");
            Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        }
    }

    [Fact]
    public void Nothing_is_kept_back_until_the_end()
    {
        var offenders = ReadViews()
            .Where(static view => view.Descendants("AutoSize").Any())
            .Select(static view => view.Element("Name")!.Value);
        Assert.Empty(offenders);
    }

    [Fact]
    public void What_comes_back_from_a_job_or_a_file_looks_the_same()
    {
        string file = Path.GetTempFileName();
        try
        {
            foreach (string type in (string[])["DockerPS.Container", "DockerPS.ContainerStatistics", "DockerPS.ContainerProcess", "DockerPS.Image", "DockerPS.Volume", "DockerPS.Network", "DockerPS.BuildStep", "DockerPS.PublishedPort"])
            {
                string live = session.Render($"{Samples(fixedTimes: false)}['{type}']", 120);
                // a job serializes one level less than a file does
                foreach (int depth in (int[])[1, 2])
                    Assert.Equal(live, session.Render($"{Samples(fixedTimes: false)}['{type}'] | Export-Clixml '{file}' -Depth {depth}; Import-Clixml '{file}'", 120));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_needs_attention_is_coloured_where_colours_are_shown()
    {
        string[] lines = session.Run($"$PSStyle.OutputRendering = 'Ansi'; {Samples(fixedTimes: false)}['DockerPS.Container'] | Out-String -Stream -Width 120").Check().As<string>().ToArray();
        Assert.Contains(
            lines,
            static line =>
                line.StartsWith("app-unhealthy", StringComparison.Ordinal)
                    && line.Contains("\u001b[31mUp 23 seconds (unhealthy)\u001b[0m", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            static line =>
                line.StartsWith("crashing", StringComparison.Ordinal)
                    && line.Contains("\u001b[31mRestarting (137) 59 sec ago\u001b[0m", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            static line =>
                line.StartsWith("job-ok", StringComparison.Ordinal)
                    && line.Contains("\u001b[90mExited (0) 1 hour ago", StringComparison.Ordinal));
        Assert.DoesNotContain(
            lines,
            static line => line.StartsWith("web", StringComparison.Ordinal) && line.Contains("\u001b[3", StringComparison.Ordinal));
    }

    static IEnumerable<XElement> ReadViews() =>
        Directory.EnumerateFiles(Repository.GetPath("bin"), "*.format.ps1xml")
            .Order(StringComparer.Ordinal)
            .SelectMany(static file => XDocument.Load(file).Descendants("View"));

    static string Samples(bool fixedTimes) => $"(& '{Path.Combine(Folder, "Samples.ps1")}'{(fixedTimes ? " -Fixed" : "")})";

    string Render(string name, string type, string format, int width)
    {
        // lists show full times
        string samples = $"{Samples(fixedTimes: format == "List")}['{type}']";
        string shown = session.Render($"[cultureinfo]::CurrentCulture = 'en-US'; $FormatEnumerationLimit = 4; {samples} | ForEach-Object {{ $_.PSObject.TypeNames.Insert(0, '{type}'); $_ }} | Format-{format} -View '{name}'", width);
        return string.Join('\n', shown.Split('\n').Select(static line => line.TrimEnd())).Trim('\n') + "\n";
    }
}
