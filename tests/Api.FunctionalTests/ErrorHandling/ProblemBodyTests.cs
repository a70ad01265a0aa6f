using System.Net;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.ErrorHandling;

/// <summary>All errors have one format, regardless of <c>Accept</c>.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ProblemBodyTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Answer_WhenItIsAnError_IsAProblem(
        [Values(null, "text/html", "image/png, */*;q=0", "application/xml;q=0.9", "nonsense")] string? accept,
        [Values(
            "POST /users 400 {",
            "GET /users/1 404",
            "GET /nowhere 404",
            "POST /nowhere/at/all 404 {}",
            "DELETE /users 405",
            "PATCH /rooms 405 {}",
            "GET /rooms/1/join 405",
            "POST /users 422 {}",
            "GET /users?limit=0 422",
            "GET /ws/1/2 426")] string request)
    {
        var (method, path, status, body) = request.Split(' ') is [var m, var p, var s, .. var b] ? (m, p, s, b) : default;

        using var response = await Api.SendAsync(
            new HttpMethod(method), path, body is [var json] ? json : null, accept is null ? [] : [("Accept", accept)]);

        await Expect.ProblemAsync(response, Enum.Parse<HttpStatusCode>(status));
    }

    [Test]
    public async Task Answer_WhenTheKeyWasUsed_IsAProblem()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await Api.PostAsync("/users", new { username = "ada" }, key);

        using var response = await Api.PostAsync("/users", new { username = "bob" }, key, ("Accept", "text/html"));

        await Expect.ProblemAsync(response, HttpStatusCode.Conflict);
    }

    [Test]
    public async Task Answer_WhenTheBodyIsTooLarge_IsAProblem()
    {
        using var response = await Api.PostAsync("/users", new string(' ', 70_000), ("Accept", "text/html"));

        await Expect.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Test]
    public async Task Answer_WhenTheTypeIsUnsupported_IsAProblem()
    {
        using var body = new StringContent("ada", Encoding.UTF8, "text/plain");

        using var response = await Api.PostAsync("/users", body, ("Accept", "text/html"));

        await Expect.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task Answer_WhenTheMethodIsWrong_NamesTheRightOnes()
    {
        using var response = await Api.SendAsync(HttpMethod.Delete, "/users");

        Assert.That(response.Content.Headers.Allow, Is.SupersetOf(["GET", "POST"]));
    }

    [Test]
    public async Task Answer_WhenARuleIsBroken_HasNoErrorsButTheFields()
    {
        using var response = await Api.PostAsync("/users", new { username = "a" });

        await Expect.ValidationErrorsAsync(response, "username");
    }

    [Test]
    public async Task Answer_WhenNoRuleIsBroken_HasNoErrors()
    {
        using var response = await Api.GetAsync("/users/1");

        Assert.That((await response.ReadJsonAsync()).TryGetProperty("errors", out _), Is.False);
    }

    [TestCase("GET /ws/1/2", 426)]
    [TestCase("GET /nowhere", 404)]
    [TestCase("DELETE /users", 405)]
    public async Task Answer_WhenItIsAnError_LeavesTheConnectionOpen(string request, int status)
    {
        var answers = await RawHttp.SendAsync(
            Api, $"{request} HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.That(answers, Does.StartWith($"HTTP/1.1 {status} ").And.Contain("HTTP/1.1 200 OK"));
    }

    [Test]
    public async Task Answer_WhenTheServerFails_ContainsOnlyTheTraceIdOfTheLog()
    {
        await using var api = await StartServerAsync();
        await api.ExecuteSqlAsync("ALTER TABLE users RENAME TO gone");

        using var response = await api.GetAsync("/users", ("Accept", "text/html"));

        var problem = await Expect.ProblemAsync(response, HttpStatusCode.InternalServerError);
        Assert.That(problem.GetRawText(), Does.Not.Contain("SQLite").And.Not.Contain("no such table").And.Not.Contain(" at "));
        await Eventually.BeTrueAsync(() => api.Log.Contains(problem.Text("trace_id")), "the trace is in the log");
    }
}
