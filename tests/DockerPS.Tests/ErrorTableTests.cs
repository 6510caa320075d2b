using System.Management.Automation;
using DockerPS.Testing;

namespace DockerPS.Tests;

/// <summary>Each row of the error table, from the user's point of view.</summary>
public sealed class ErrorTableTests(ModuleSession module) : IClassFixture<ModuleSession>, IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();

    public void Dispose() => engine.Dispose();

    ErrorRecord ErrorOf(string script)
    {
        var result = module.Session.Run($"param($engine) {script}", engine.Address);
        return result.Failure ?? Assert.Single(result.Errors);
    }

    void AssertError(string script, string id, ErrorCategory category, string message, string? target = null)
    {
        var error = ErrorOf(script);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("{\"", error.ToString(), StringComparison.Ordinal);
        if (target is not null)
            Assert.Equal(target, error.TargetObject?.ToString());
    }

    [Theory]
    [InlineData("Stop-Container web -Engine $engine", "POST", "/containers/web/stop", "No such container: web", "Container web does not exist.", "ContainerNotFound", "web")]
    [InlineData("Stop-Container web -Engine $engine", "POST", "/containers/web/stop", "no container with name or ID \"web\" found: no such container", "Container web does not exist.", "ContainerNotFound", "web")]
    [InlineData("Remove-Image app:1 -Engine $engine -Confirm:$false", "DELETE", "/images/{name*}", "No such image: app:1", "Image app:1 does not exist.", "ImageNotFound", "app:1")]
    [InlineData("Remove-Image app -Engine $engine -Confirm:$false", "DELETE", "/images/{name*}", "No such image: app:latest", "Image app does not exist.", "ImageNotFound", "app")]
    [InlineData("Remove-Volume data -Engine $engine -Confirm:$false", "DELETE", "/volumes/data", "get data: no such volume", "Volume data does not exist.", "VolumeNotFound", "data")]
    [InlineData("Remove-Volume data -Engine $engine -Confirm:$false", "DELETE", "/volumes/data", "no volume with name \"data\" found: no such volume", "Volume data does not exist.", "VolumeNotFound", "data")]
    [InlineData("Remove-Network front -Engine $engine", "DELETE", "/networks/front", "network front not found", "Network front does not exist.", "NetworkNotFound", "front")]
    [InlineData("Remove-Network front -Engine $engine", "DELETE", "/networks/front", "No such network: front", "Network front does not exist.", "NetworkNotFound", "front")]
    [InlineData("Connect-Network front web -Engine $engine", "POST", "/networks/front/connect", "No such container: web", "Container web does not exist.", "ContainerNotFound", "front")]
    [InlineData("New-Container app -Engine $engine -Pull Never", "POST", "/containers/create", "No such image: app:latest", "Image app:latest does not exist.", "ImageNotFound", "app")]
    [InlineData("New-Container app -VolumesFrom other -Engine $engine -Pull Never", "POST", "/containers/create", "No such container: other", "Container other does not exist.", "ContainerNotFound", "app")]
    [InlineData("New-Container app -LogDriver x -Engine $engine -Pull Never", "POST", "/containers/create", "logger: no log driver named 'x' is registered", "Log driver x does not exist.", "DriverNotFound", "app")]
    [InlineData("New-Network front -Driver x -Engine $engine", "POST", "/networks/create", "legacy plugin: could not find plugin x in v1 plugin registry: plugin not found", "Network driver x does not exist.", "DriverNotFound", "front")]
    [InlineData("New-Volume data -Driver x -Engine $engine", "POST", "/volumes/create", "create data: error looking up volume plugin x: plugin \"x\" not found", "Volume driver x does not exist.", "DriverNotFound", "data")]
    [InlineData("New-Container app -Platform linux/arm64 -Engine $engine -Pull Never", "POST", "/containers/create", "image with reference app:latest was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64", "Image app:latest is available here for linux/amd64, not for linux/arm64.", "ImageNotFound", "app")]
    public void What_is_not_there(string script, string method, string path, string said, string message, string id, string target)
    {
        engine.On(method, path, FakeAnswer.Error(404, said));
        AssertError(script, id, ErrorCategory.ObjectNotFound, message, target);
        Assert.Equal(said, ErrorOf(script).Exception.InnerException?.Message);
    }

    /// <summary>The messages of engines 20.10 and 28 and of podman.</summary>
    [Theory]
    [InlineData("Remove-Container web", "DELETE", "/containers/web", 409, "You cannot remove a running container {id}. Stop the container before attempting removal or force remove", "running", "Container web is running.", "Remove-Container web -Force")]
    [InlineData("Remove-Container web", "DELETE", "/containers/web", 500, "cannot remove container {id} as it is paused - running or paused containers cannot be removed without force: container state improper", "paused", "Container web is paused.", "Remove-Container web -Force")]
    [InlineData("Suspend-Container web", "POST", "/containers/web/pause", 409, "Container {id} is not running", "exited", "Container web is not running (it exited 2 days ago).", "Start-Container web")]
    [InlineData("Suspend-Container web", "POST", "/containers/web/pause", 409, "Container {id} is not running", "created", "Container web is not running (it was never started).", "Start-Container web")]
    [InlineData("Suspend-Container web", "POST", "/containers/web/pause", 409, "Container {id} is already paused", "paused", "Container web is already paused.", null)]
    [InlineData("Resume-Container web", "POST", "/containers/web/unpause", 500, "Container {id} is not paused", "running", "Container web is not paused.", null)]
    [InlineData("Send-ContainerSignal web", "POST", "/containers/web/kill", 409, "Cannot kill container: web: Container {id} is not running", "exited", "Container web is not running (it exited 2 days ago).", "Start-Container web")]
    [InlineData("Get-ContainerProcess web", "GET", "/containers/web/top", 500, "container {id} is not running", "exited", "Container web is not running (it exited 2 days ago).", "Start-Container web")]
    [InlineData("Invoke-ContainerCommand web -Command ls", "POST", "/containers/web/exec", 409, "container {id} is not running", "exited", "Container web is not running (it exited 2 days ago).", "Start-Container web")]
    [InlineData("Invoke-ContainerCommand web -Command ls", "POST", "/containers/web/exec", 409, "Container {id} is paused, unpause the container before exec", "paused", "Container web is paused.", "Resume-Container web")]
    public void A_container_in_the_wrong_state(
        string script,
        string method,
        string path,
        int status,
        string said,
        string state,
        string message,
        string? advice)
    {
        string id = new('a', 64), end = state == "exited" ? DateTime.UtcNow.AddHours(-50).ToString("O") : "0001-01-01T00:00:00Z";
        engine.On(method, path, FakeAnswer.Error(status, said.Replace("{id}", id, StringComparison.Ordinal)));
        engine.On("GET", "/containers/web/json", FakeAnswer.Json($$$"""{"Id":"{{{id}}}","Name":"/web","State":{"Status":"{{{state}}}","FinishedAt":"{{{end}}}"},"Config":{}}"""));

        AssertError(script + " -Engine $engine", "ContainerConflict", ErrorCategory.InvalidOperation, message, "web");
        var error = ErrorOf(script + " -Engine $engine");
        Assert.Equal(message, error.ToString());
        Assert.Contains(id, error.Exception.InnerException!.Message, StringComparison.Ordinal);
        if (advice is null)
            Assert.True(string.IsNullOrEmpty(error.ErrorDetails?.RecommendedAction));
        else
            Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken()
    {
        engine.On("POST", "/containers/create", FakeAnswer.Error(409, "Conflict. The container name \"/web\" is already in use by container \"abc\". You have to remove (or rename) that container to be able to reuse that name."));
        engine.On("GET", "/containers/web/json", FakeAnswer.Json("""{"Id":"abc","Name":"/web","State":{"Status":"running"},"Config":{"Image":"nginx:1.25"}}"""));

        AssertError(
            "New-Container app -Name web -Engine $engine",
            "ContainerConflict",
            ErrorCategory.ResourceExists,
            "The name web is taken by a container (nginx:1.25, running).",
            "app");
        Assert.Contains(
            "Remove-Container web",
            ErrorOf("New-Container app -Name web -Engine $engine").ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("driver failed programming external connectivity on endpoint t1 ({id}): Bind for 0.0.0.0:8080 failed: port is already allocated")]
    [InlineData("failed to set up container networking: driver failed programming external connectivity on endpoint t1 ({id}): Bind for 0.0.0.0:8080 failed: port is already allocated")]
    [InlineData("cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use")]
    [InlineData("driver failed programming external connectivity on endpoint t1 ({id}): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use")]
    public void A_port_of_the_host_that_is_taken(string said)
    {
        engine.On(
            "POST",
            "/containers/t1/start",
            FakeAnswer.Error(500, said.Replace("{id}", new string('a', 64), StringComparison.Ordinal)));
        AssertError(
            "Start-Container t1 -Engine $engine",
            "PortConflict",
            ErrorCategory.ResourceExists,
            "Host port 8080 is in use by another program.",
            "t1");

        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{"Id":"abc","Names":["/web"],"Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]"""));
        AssertError(
            "Start-Container t1 -Engine $engine",
            "PortConflict",
            ErrorCategory.ResourceExists,
            "Host port 8080 is taken by web.",
            "t1");
        Assert.Contains(
            "Stop-Container web",
            ErrorOf("Start-Container t1 -Engine $engine").ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH: unknown", "ProgramNotFound", "There is no program nosuch in image app:1.")]
    [InlineData("crun: executable file `nosuch` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found", "ProgramNotFound", "There is no program nosuch in image app:1.")]
    [InlineData("OCI runtime create failed: container_linux.go:380: starting container process caused: exec: \"/etc/passwd\": permission denied: unknown", "ProgramNotExecutable", "/etc/passwd in image app:1 cannot be executed (permission denied).")]
    [InlineData("OCI runtime create failed: runc create failed: unable to start container process: error during container init: no space left on device: unknown", "ContainerFailed", "Container t1 cannot be started: no space left on device: unknown.")]
    public void A_program_that_cannot_be_run(string said, string id, string message)
    {
        engine.On("POST", "/containers/t1/start", FakeAnswer.Error(500, said));
        engine.On("GET", "/containers/t1/json", FakeAnswer.Json("""{"Id":"abc","Name":"/t1","State":{"Status":"created"},"Config":{"Image":"app:1"}}"""));
        var error = ErrorOf("Start-Container t1 -Engine $engine");

        Assert.Equal(
            (id, message, said),
            (error.FullyQualifiedErrorId.Split(',')[0], error.ToString(), error.Exception.InnerException?.Message));
    }

    [Fact]
    public void A_command_in_one_word_gets_the_hint_to_take_it_apart()
    {
        engine.On("POST", "/containers/t1/start", FakeAnswer.Error(400, "OCI runtime create failed: exec: \"echo hi\": executable file not found in $PATH: unknown"));

        Assert.Contains(
            "-- echo hi",
            ErrorOf("Start-Container t1 -Engine $engine").ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "endpoint with name web already exists in network front")]
    [InlineData(500, "container {id} is already connected to network front: network is already connected")]
    public void A_container_that_is_connected_already(int status, string said)
    {
        string id = new('a', 64);
        engine.On("POST", "/networks/front/connect", FakeAnswer.Error(status, said.Replace("{id}", id, StringComparison.Ordinal)));
        engine.On("GET", "/networks/front", FakeAnswer.Json("""{"Id":"f","Name":"front","Containers":{"ID":{"Name":"web"}}}""".Replace("ID", id, StringComparison.Ordinal)));
        AssertError(
            "Connect-Network front web -Engine $engine",
            "NetworkConflict",
            ErrorCategory.ResourceExists,
            "Container web is already connected to network front.",
            "front");
    }

    [Fact]
    public void Addresses_that_another_network_has()
    {
        engine.On("POST", "/networks/create", FakeAnswer.Error(403, "Pool overlaps with other one on this address space"));
        AssertError(
            "New-Network back -Subnet 10.20.0.0/16 -Engine $engine",
            "SubnetConflict",
            ErrorCategory.ResourceExists,
            "Subnet 10.20.0.0/16 overlaps with addresses that the engine's host already uses.",
            "back");

        engine.On("GET", "/networks", FakeAnswer.Json("""[{"Id":"f","Name":"front","IPAM":{"Config":[{"Subnet":"10.20.30.0/24"}]}}]"""));
        AssertError(
            "New-Network back -Subnet 10.20.0.0/16 -Engine $engine",
            "SubnetConflict",
            ErrorCategory.ResourceExists,
            "Subnet 10.20.0.0/16 overlaps with 10.20.30.0/24 of network front.",
            "back");
        AssertError(
            "New-Network front -Engine $engine",
            "NetworkConflict",
            ErrorCategory.ResourceExists,
            "Network front already exists.",
            "front");
    }

    [Theory]
    [InlineData("Install-Image reg.test/app:1", "/images/create", 500, "Get \"https://reg.test/v2/\": dial tcp: lookup reg.test on 10.0.0.1:53: no such host", "PullFailed", "Image reg.test/app:1 cannot be pulled: the registry reg.test cannot be reached (its name cannot be resolved).")]
    [InlineData("Install-Image 127.0.0.1:9/app:1", "/images/create", 500, "failed to resolve reference \"127.0.0.1:9/app:1\": failed to do request: Head \"http://127.0.0.1:9/v2/app/manifests/1\": dial tcp 127.0.0.1:9: connect: connection refused", "PullFailed", "Image 127.0.0.1:9/app:1 cannot be pulled: the registry 127.0.0.1:9 cannot be reached (connection refused).")]
    [InlineData("Install-Image reg.test/app:1", "/images/create", 404, "manifest for reg.test/app:1 not found: manifest unknown: manifest unknown", "ImageNotFound", "There is no image reg.test/app:1 in the registry reg.test.")]
    [InlineData("Find-Image app", "/images/search", 500, "Get \"https://index.docker.io/v1/search?q=app\": dial tcp: lookup index.docker.io: no such host", "ImageSearchFailed", "'app' cannot be searched for: the registry index.docker.io cannot be reached (its name cannot be resolved).")]
    public void A_registry_that_does_not_have_it_or_does_not_answer(
        string script,
        string path,
        int status,
        string said,
        string id,
        string message)
    {
        engine.On(script.StartsWith("Find", StringComparison.Ordinal) ? "GET" : "POST", path, FakeAnswer.Error(status, said));
        var error = ErrorOf(script + " -Engine $engine");

        Assert.Equal(
            (id, message, said),
            (error.FullyQualifiedErrorId.Split(',')[0], error.ToString(), error.Exception.InnerException?.Message));
    }

    [Fact]
    public void No_sentence_has_an_id_of_64_digits()
    {
        string id = "1234567890ab" + new string('c', 52);
        engine.On("POST", "/containers/web/start", FakeAnswer.Error(500, $"something about {id} and sha256:{id}, but not of app@sha256:{id}"));

        Assert.Equal($"something about 1234567890ab and 1234567890ab, but not of app@sha256:{id}", ErrorOf("Start-Container web -Engine $engine").ToString());
    }

    [Fact]
    public void A_thing_that_was_piped_in_is_called_by_its_name()
    {
        string id = "1234567890ab" + new string('c', 52);
        engine.On("GET", "/containers/json", FakeAnswer.Json($$"""[{"Id":"{{id}}","Names":["/web"]}]"""));
        engine.On("POST", "/containers/{name}/start", FakeAnswer.Error(404, $"No such container: {id}"));

        Assert.Equal("Container web does not exist.", ErrorOf("Get-Container web -Engine $engine | Start-Container").ToString());
        Assert.Equal("Container web does not exist.", ErrorOf("Start-Container w* -Engine $engine").ToString());
    }

    [Fact]
    public void The_exception_can_be_caught_by_its_type()
    {
        engine.On("POST", "/containers/web/start", FakeAnswer.Error(404, "No such container: web"));
        string script = "param($engine) try { Start-Container web -Engine $engine -ErrorAction Stop } catch [DockerPS.EngineException] { $_.Exception.Subject.Name }";

        Assert.Equal(["web"], module.Session.Run(script, engine.Address).Check().As<string>());
    }

    [Fact]
    public void An_image_that_is_here_for_another_platform_is_pulled_as_one_that_is_missing()
    {
        int count = 0;
        engine.On("POST", "/containers/create", _ => count++ == 0
            ? FakeAnswer.Error(404, "image with reference app:latest was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64")
            : FakeAnswer.Json("""{"Id":"abc"}"""));
        engine.On("POST", "/images/create", FakeAnswer.Lines("""{"status":"done"}"""));
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{"Id":"abc","Names":["/web"]}]"""));

        module.Session.Run("param($engine) New-Container app -Platform linux/arm64 -Engine $engine", engine.Address).Check();

        Assert.Equal("linux/arm64", Assert.Single(engine.Calls, static call => call.Path == "/images/create")["platform"]);
    }

    [Fact]
    public void A_change_of_nothing() =>
        AssertError(
            "Set-Container web -Engine $engine",
            "InvalidContainerUpdate",
            ErrorCategory.InvalidArgument,
            "There is nothing to change.");

    [Theory]
    [InlineData("New-Container app -Name w", "'w' is not a valid container name. Expected two or more letters")]
    [InlineData("New-Container app -Name 'a b'", "'a b' is not a valid container name.")]
    [InlineData("Rename-Container web web/1", "'web/1' is not a valid container name.")]
    [InlineData("New-Volume 'a b'", "'a b' is not a valid volume name.")]
    [InlineData("New-Container app -MacAddress foo", "'foo' is not a valid MAC address. Expected six pairs")]
    public void A_name_that_cannot_be_one(string script, string message)
    {
        var error = ErrorOf(script + " -Engine $engine");

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pattern", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public void An_id_prefix_that_fits_several()
    {
        engine.On("POST", "/containers/ab/stop", FakeAnswer.Error(400, "Multiple IDs found with provided prefix: ab"));
        engine.On("GET", "/containers/json", FakeAnswer.Json($$"""[{"Id":"ab1{{new string('0', 61)}}","Names":["/one"]},{"Id":"ab2{{new string('0', 61)}}","Names":["/two"]}]"""));
        AssertError(
            "Stop-Container ab -Engine $engine",
            "ContainerAmbiguous",
            ErrorCategory.InvalidArgument,
            "ab1000000000 (one), ab2000000000 (two)",
            "ab");
    }

    [Theory]
    [InlineData("Conflict. The container name \"/web\" is already in use by container \"abc\".", ErrorCategory.ResourceExists)]
    [InlineData("container is paused", ErrorCategory.InvalidOperation)]
    public void What_is_taken_or_in_use(string message, ErrorCategory category)
    {
        engine.On("POST", "/containers/create", FakeAnswer.Error(409, message));
        AssertError("New-Container app -Name web -Engine $engine", "ContainerConflict", category, message, "app");
    }

    [Fact]
    public void What_the_engine_finds_bad()
    {
        engine.On("POST", "/containers/create", FakeAnswer.Error(400, "invalid IP address: x"));
        AssertError("New-Container app -Engine $engine", "InvalidContainer", ErrorCategory.InvalidArgument, "invalid IP address: x");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void What_is_not_allowed(int status)
    {
        engine.On("POST", "/containers/web/start", FakeAnswer.Error(status, "authorization denied by plugin"));
        AssertError(
            "Start-Container web -Engine $engine",
            "AccessDenied",
            ErrorCategory.PermissionDenied,
            "authorization denied by plugin",
            "web");
    }

    [Fact]
    public void An_engine_that_is_not_there_ends_the_command()
    {
        var error = Assert.Single(module.Session.Run("'a', 'b' | Stop-Container -Engine unix:///no/such/docker.sock").Errors);

        Assert.Equal("EngineUnavailable", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        foreach (string part in (string[])["unix:///no/such/docker.sock", "-Engine", "no such file"])
            Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_is_too_old()
    {
        engine.ApiVersion = new Version(1, 41);
        AssertError("Stop-Container web -Signal SIGINT -Engine $engine", "ApiVersionTooLow", ErrorCategory.NotImplemented, "1.42", "web");
        Assert.Contains("1.41", ErrorOf("Stop-Container web -Signal SIGINT -Engine $engine").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(engine.Calls, static call => call.Method == "POST");
    }

    [Theory]
    [InlineData("Install-Image app:1 -Engine $engine", "/images/create", "PullFailed")]
    [InlineData("Publish-Image app:1 -Engine $engine", "/images/{name*}", "PublishFailed")]
    public void An_error_inside_a_stream(string script, string path, string id)
    {
        engine.On("POST", path, FakeAnswer.Lines("""{"status":"working"}""", """{"errorDetail":{"message":"it broke"},"error":"it broke"}"""));
        engine.On("GET", "/images/{name*}", FakeAnswer.Json("""{"Id":"sha256:00"}"""));
        AssertError(script, id, ErrorCategory.InvalidResult, "it broke");
    }

    [Fact]
    public void A_file_that_is_not_understood()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "A=1\nB C=2\n");
        AssertError($"New-Container app -EnvironmentFile '{file}' -Engine $engine", "EnvironmentFileParseError", ErrorCategory.ParserError, $"{file}:2:");
        Assert.Empty(engine.Calls);
        File.Delete(file);
    }

    [Fact]
    public void What_took_too_long()
    {
        engine.On("GET", "/containers/web/json", FakeAnswer.Json("""{"Id":"abc","Name":"/web","State":{"Status":"running"},"Config":{}}"""));
        engine.On("GET", "/containers/abc/json", FakeAnswer.Json("""{"Id":"abc","Name":"/web","State":{"Status":"running"},"Config":{}}"""));
        engine.On("POST", "/containers/abc/wait", FakeAnswer.Never());
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(static body => body.WriteFrameAsync(1, "still busy\n"u8.ToArray())));
        AssertError(
            "Wait-Container web -Timeout 300ms -Engine $engine",
            "ContainerWaitTimeout",
            ErrorCategory.OperationTimeout,
            "still busy",
            "web");
    }

    [Fact]
    public void One_error_for_each_target_and_the_others_go_on()
    {
        engine.On(
            "POST",
            "/containers/{name}/start",
            static request =>
                request.Path.Contains("bad", StringComparison.Ordinal) ? FakeAnswer.Error(500, "it is bad") : FakeAnswer.Empty());

        var result = module.Session.Run("param($engine) 'one', 'bad1', 'two', 'bad2' | Start-Container -Engine $engine", engine.Address);

        Assert.Equal(["bad1", "bad2"], result.Errors.Select(static error => error.TargetObject.ToString()));
        Assert.Equal(4, engine.Calls.Count(static call => call.Method == "POST"));
    }

    [Fact]
    public void An_answer_that_is_cut_is_said_to_be()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{"Id":"abc"}]""").CutAt(5));
        AssertError("Get-Container -Engine $engine", "EngineConnectionLost", ErrorCategory.InvalidResult, "lost");
    }

    [Fact]
    public void An_answer_that_is_no_json_is_said_to_be()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Text("<html>a proxy's page</html>"));
        AssertError("Get-Container -Engine $engine", "ContainerFailed", ErrorCategory.InvalidResult, "not the expected JSON");
    }
}
