using System.Management.Automation;
using DockerPS.Testing;

namespace DockerPS.Tests;

/// <summary>Each row of the error table, as a user meets it.</summary>
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
    [InlineData("Stop-Container web -Engine $engine", "POST", "/containers/web/stop", "No such container: web", "ContainerNotFound", "web")]
    [InlineData("Remove-Image app:1 -Engine $engine -Confirm:$false", "DELETE", "/images/{name*}", "No such image: app:1", "ImageNotFound", "app:1")]
    [InlineData("Remove-Volume data -Engine $engine -Confirm:$false", "DELETE", "/volumes/data", "get data: no such volume", "VolumeNotFound", "data")]
    [InlineData("New-Container app -Engine $engine -Pull Never", "POST", "/containers/create", "No such image: app:latest", "ImageNotFound", "app")]
    public void What_is_not_there(string script, string method, string path, string message, string id, string target)
    {
        engine.On(method, path, FakeAnswer.Error(404, message));
        AssertError(script, id, ErrorCategory.ObjectNotFound, message, target);
    }

    [Fact]
    public void An_id_prefix_that_fits_several()
    {
        engine.On("POST", "/containers/ab/stop", FakeAnswer.Error(400, "Multiple IDs found with provided prefix: ab"));
        engine.On("GET", "/containers/json", FakeAnswer.Json($$"""[{"Id":"ab1{{new string('0', 61)}}","Names":["/one"]},{"Id":"ab2{{new string('0', 61)}}","Names":["/two"]}]"""));
        AssertError("Stop-Container ab -Engine $engine", "ContainerAmbiguous", ErrorCategory.InvalidArgument, "ab1000000000 (one), ab2000000000 (two)", "ab");
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
        AssertError("Start-Container web -Engine $engine", "AccessDenied", ErrorCategory.PermissionDenied, "authorization denied by plugin", "web");
    }

    [Fact]
    public void An_engine_that_is_not_there_ends_the_command()
    {
        var error = Assert.Single(module.Session.Run("'a', 'b' | Stop-Container -Engine unix:///no/such/docker.sock").Errors);

        Assert.Equal("EngineUnavailable", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        foreach (string part in (string[])["unix:///no/such/docker.sock", "-Engine", "no such file", "DOCKER_HOST"])
            Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
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
        AssertError("Wait-Container web -Timeout 300ms -Engine $engine", "ContainerWaitTimeout", ErrorCategory.OperationTimeout, "still busy", "web");
    }

    [Fact]
    public void One_error_for_each_target_and_the_others_go_on()
    {
        engine.On("POST", "/containers/{name}/start", static request => request.Path.Contains("bad", StringComparison.Ordinal) ? FakeAnswer.Error(500, "it is bad") : FakeAnswer.Empty());

        var result = module.Session.Run("param($engine) 'one', 'bad1', 'two', 'bad2' | Start-Container -Engine $engine", engine.Address);

        Assert.Equal(["bad1", "bad2"], result.Errors.Select(static error => error.TargetObject.ToString()));
        Assert.Equal(4, engine.Calls.Count);
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
        AssertError("Get-Container -Engine $engine", "ContainerFailed", ErrorCategory.InvalidResult, "not the JSON expected");
    }
}
