using DockerPS.Help;

if (args.Length != 1)
{
    Console.Error.WriteLine(
        "Usage: DockerPS.Help REPOSITORY. Reads bin/DockerPS.dll and its XML docs; writes en-US/DockerPS.dll-Help.xml, en-US/about_DockerPS_Commands.help.txt and the table of cmdlets in README.md.");
    return 2;
}

string repository = Path.GetFullPath(args[0]);
var documentation = new Documentation(Path.Combine(repository, "bin"));
var cmdlets = CmdletReader.Read(Path.Combine(repository, "bin", "DockerPS.dll"), documentation);
Write(Path.Combine(repository, "en-US", "DockerPS.dll-Help.xml"), MamlWriter.Write(cmdlets));
Write(Path.Combine(repository, "en-US", "about_DockerPS_Commands.help.txt"), CommandsTopic.Write(cmdlets));
string readme = Path.Combine(repository, "README.md");
if (File.Exists(readme))
    Write(readme, ReadmeTable.Update(File.ReadAllText(readme), cmdlets));
return 0;

// an unchanged file keeps its timestamp, so that nothing is rebuilt because of it
static void Write(string path, string text)
{
    if (File.Exists(path) && File.ReadAllText(path) == text)
        return;
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, text);
    Console.WriteLine($"wrote {path}");
}
