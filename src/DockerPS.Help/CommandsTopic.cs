using System.Globalization;
using System.Text;

namespace DockerPS.Help;

/// <summary>Writes the topic that lists the cmdlet for each docker command.</summary>
public static class CommandsTopic
{
    const int Column = 34;

    const string Head = """
        TOPIC
            about_DockerPS_Commands

        SHORT DESCRIPTION
            The cmdlet for each docker command.

        LONG DESCRIPTION
            This list is generated when the module is built. Get-Help also finds
            a cmdlet by its docker command: Get-Help 'docker exec'.


        """;

    const string Foot = """

        SEVERAL AT ONCE
            Some docker commands correspond to a pipeline:

                docker container prune
                    Get-Container -Status Created, Exited | Remove-Container
                docker image prune
                    Get-Image -Dangling | Remove-Image
                docker volume prune -a
                    Get-Volume -Dangling | Remove-Volume
                docker kill $(docker ps -q)
                    Get-Container -Status Running | Send-ContainerSignal
                docker compose ps
                    Get-Container -Label com.docker.compose.project=shop

        SEE ALSO
            about_DockerPS

        """;

    /// <summary>The text of the topic.</summary>
    public static string Write(IReadOnlyList<CmdletHelp> cmdlets)
    {
        var text = new StringBuilder(Head);
        var rows =
            from cmdlet in cmdlets
            from command in cmdlet.Docker.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            orderby command, cmdlet.Name
            select (Command: command, cmdlet.Name);
        foreach (var (command, name) in rows)
            text.Append(CultureInfo.InvariantCulture, $"        {command.PadRight(Column)} {name}\n");
        text.Append("\n    Without an equivalent docker command:\n\n");
        foreach (var cmdlet in cmdlets.Where(static cmdlet => cmdlet.Docker.Length == 0))
            text.Append(CultureInfo.InvariantCulture, $"        {cmdlet.Name}\n");
        return text.Append(Foot).ToString();
    }
}
