using DockerPS.TestEngine;

const string Usage = """
    usage: DockerPS.TestEngine [--demo] <command> [arguments]...

    Runs a command with a Docker engine of its own, which nothing else sees and which ends with the command; with --demo, on the engine
    that the docker command would use, when there is one. The command finds the engine as the docker command would, and in its
    environment: DOCKERPS_TEST_ENGINE, DOCKERPS_TEST_IMAGE, DOCKERPS_TEST_REGISTRY, DOCKERPS_TEST_SECURE_REGISTRY with _USER and _PASSWORD,
    and, not for a demo, DOCKERPS_TEST_ENGINE_LOG and DOCKERPS_TEST_PODMAN.
    """;

// Ctrl+C goes to the command too; what was set up for it stays until it has ended
Console.CancelKeyPress += (_, e) => e.Cancel = true;
try
{
    return args switch
    {
        [PrivateWorld.InsideOption, var folder, var other, var command, .. var arguments] => await PrivateWorld.RunInsideAsync(folder, other, command, arguments),
        ["--demo", var command, .. var arguments] => await Demo.RunAsync(command, arguments),
        [var command, .. var arguments] when !command.StartsWith('-') => PrivateWorld.Run(Tool.ForTests, command, arguments),
        _ => throw new SetupException(Usage),
    };
}
catch (SetupException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
