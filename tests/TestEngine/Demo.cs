using DockerPS.Engine;

namespace DockerPS.TestEngine;

/// <summary>Runs a command on the engine that the docker command would use, or on a private one if there is none.</summary>
static class Demo
{
    /// <summary>Runs the command.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string command, string[] arguments)
    {
        var endpoint = EndpointResolver.Resolve(null);
        if (await ReasonOfSilenceAsync(endpoint) is { } reason)
        {
            if (!PrivateWorld.IsPossible)
            {
                throw new SetupException(
                    $"{reason} (As root on Debian or Ubuntu, the demo sets up a private engine.)");
            }
            Console.WriteLine($"No Docker engine at {endpoint.Address}: the demo uses a private one");
            return PrivateWorld.Run(World.ForDemo, command, arguments);
        }
        Console.WriteLine($"Using the Docker engine at {endpoint.Address}, which comes from {endpoint.Source}");
        Tool.Require(Tool.ForTour);
        string folder = Directory.CreateTempSubdirectory("dockerps-").FullName;
        try
        {
            using var registry = await Registry.StartAsync(folder, secured: false);
            return Child.Run(command, arguments, new Dictionary<string, string?> { ["DOCKERPS_TEST_REGISTRY"] = registry.Address });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<string?> ReasonOfSilenceAsync(EngineEndpoint endpoint)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var client = new EngineClient(endpoint);
            await client.PingAsync(limit.Token);
            return null;
        }
        catch (EngineException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return $"The engine at {endpoint.Address} does not answer. Start it, or set DOCKER_HOST to another one.";
        }
    }
}
