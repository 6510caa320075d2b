using DockerPS.TestEngine;

const string Usage = """
    usage: DockerPS.TestEngine --engine <name> <command> [arguments]...
           DockerPS.TestEngine --prepare <name>
           DockerPS.TestEngine --demo <command> [arguments]...

    Runs a command with a private engine, which nothing else can see and which ends with the command. The engine is one of: docker (the
    machine's own), docker-sid (from Debian sid, with containerd's image store), podman, podman-sid, or the full path of a dockerd.
    --prepare only installs what the engine needs. --demo runs the command on the engine that the docker command would use, if there is
    one. The command finds the engine as the docker command would, and in its environment: DOCKERPS_TEST_REGISTRY and, except for a demo
    on an existing engine, DOCKERPS_TEST_WORLD (the name), DOCKERPS_TEST_ENGINE, DOCKERPS_TEST_ENGINE_LOG, DOCKERPS_TEST_IMAGE, and
    DOCKERPS_TEST_SECURE_REGISTRY with _USER and _PASSWORD.
    """;

// Ctrl+C reaches the command as well; the engine must survive until the command has ended
Console.CancelKeyPress += (_, e) => e.Cancel = true;
try
{
    switch (args)
    {
        case [PrivateWorld.InsideOption, var folder, var name, var command, .. var arguments]:
            return await PrivateWorld.RunInsideAsync(folder, World.Find(name), command, arguments);
        case ["--engine", var name, var command, .. var arguments]:
            return PrivateWorld.Run(World.Find(name), command, arguments);
        case ["--prepare", var name]:
            PrivateWorld.Prepare(World.Find(name));
            return 0;
        case ["--demo", var command, .. var arguments]:
            return await Demo.RunAsync(command, arguments);
        default:
            throw new SetupException(Usage);
    }
}
catch (SetupException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
