using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Service;

[Parallelizable(ParallelScope.All)]
public sealed class ServiceTests
{
    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Root_Always_NamesTheService()
    {
        using var response = await Api.GetAsync("/");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(
            """{"message":"Video Chat API is running!","version":"2.0.0","docs":"/docs","health":"/health","chat":"/chat","bunny_stream":"disabled"}"""));
    }

    [TestCase("/docs")]
    [TestCase("/docs/")]
    [TestCase("/docs/index.html")]
    [TestCase("/redoc")]
    public async Task Docs_Always_AreSwaggerUi(string path)
    {
        using var response = await Api.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("swagger-ui"));
    }

    [TestCase("/docs/swagger-ui-bundle.js")]
    [TestCase("/docs/swagger-ui.css")]
    public async Task Docs_Always_BringTheirParts(string path)
    {
        using var response = await Api.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ReadOnlyPaths_WhateverElseIsAskedOfThem_Are405(
        [Values("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")] string method,
        [Values("/chat", "/chat/index.html", "/docs", "/docs/index.html", "/openapi.json", "/asyncapi.yaml", "/metrics", "/media/a")] string path)
    {
        using var response = await Api.SendAsync(new HttpMethod(method), path, null);

        await Expect.ProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD" }));
    }

    [TestCase("/chat")]
    [TestCase("/chat/")]
    [TestCase("/chat/index.html")]
    public async Task Chat_Always_IsTheWebClient(string path)
    {
        using var response = await Api.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("VideoChat").IgnoreCase);
    }

    [Test]
    public async Task Answer_Always_KeepsTheNameOfTheServerToItself()
    {
        using var response = await Api.GetAsync("/");

        Assert.That(response.Header("Server"), Is.Null);
    }
}
