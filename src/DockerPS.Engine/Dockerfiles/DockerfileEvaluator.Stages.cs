using System.Globalization;

namespace DockerPS.Engine;

/// <content>Arranges the instructions in stages, and finds out what each stage depends on.</content>
sealed partial class DockerfileEvaluator
{
    DockerfileFacts ToFacts()
    {
        var instructions = facts.ConvertAll(static known => known.Instruction);
        int begin = instructions.FindIndex(static instruction => instruction.Keyword == "FROM");
        var arranged = new List<DockerfileStage>();
        for (int i = 0; i < heads.Count; i++)
        {
            int start = begin;
            begin++;
            while (begin < instructions.Count && instructions[begin].Keyword != "FROM")
                begin++;
            arranged.Add(ToStage(i, heads[i], instructions.GetRange(start, begin - start), facts[start].Platform));
        }
        return new DockerfileFacts(
            file with
            {
                Instructions = instructions,
                Stages = arranged,
                GlobalArguments = [.. instructions.TakeWhile(static instruction => instruction.Stage < 0)],
            },
            facts);
    }

    DockerfileStage ToStage(int index, DockerfileInstruction head, List<DockerfileInstruction> instructions, string? platform)
    {
        string basis = head.ExpandedArguments?[0] ?? head.Arguments[0].Text;
        var dependencies = new List<DockerfileDependency> { new(DockerfileDependencyKind.From, basis, stages[index].Parent, head.Line) };
        foreach (var instruction in instructions)
        {
            foreach (var flag in instruction.Flags)
            {
                if (instruction.Keyword == "COPY" && flag is { Name: "from", Value: { Length: > 0 } source })
                    dependencies.Add(
                        new DockerfileDependency(
                            DockerfileDependencyKind.CopyFrom,
                            source,
                            FindStage(source, index, byNumber: true),
                            instruction.Line));
                else if (instruction.Keyword == "RUN"
                    && flag.Name == "mount"
                    && RunMount.Parse(flag.Value!).From is { Length: > 0 } mounted)
                    dependencies.Add(
                        new DockerfileDependency(
                            DockerfileDependencyKind.MountFrom,
                            mounted,
                            FindStage(mounted, index, byNumber: false),
                            instruction.Line));
            }
        }
        return new DockerfileStage
        {
            Index = index,
            Name = head.Arguments.Count == 3 ? head.Arguments[2].Text.ToLowerInvariant() : null,
            Base = basis,
            Platform = platform,
            From = head,
            Instructions = instructions,
            Dependencies = dependencies,
        };
    }

    /// <summary>Finds the stage of a name or number. Of several with the same name, builders take the last.</summary>
    int? FindStage(string name, int user, bool byNumber)
    {
        if (byNumber && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number < heads.Count && number != user ? number : null;
        return names.TryGetValue(name.ToLowerInvariant(), out int stage) ? stage : null;
    }
}
