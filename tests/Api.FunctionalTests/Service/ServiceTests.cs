using System.Net;
using System.Net.Sockets;
using System.Text;
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
            """{"message":"Video Chat API is running!","version":"2.0.0","docs":"/docs","health":"/health","chat":"/chat","bunny_stream":"disabled","features":{"videos":true,"live_streams":true,"tus":false},"limits":{"message_length":5000,"upload_bytes":524288000,"frame_bytes":32768,"resume_events":1000,"frames_per_second":null,"frame_burst":null,"sockets_per_address":null,"requests_per_window":null,"window_seconds":null}}"""));
    }

    [Test]
    public async Task Root_WhenVideoIsOffAndMessagesAreShort_SaysSo()
    {
        var api = await SharedServer.ReducedAsync();

        var service = await api.GetJsonAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(service.GetProperty("features").GetRawText(), Is.EqualTo("""{"videos":false,"live_streams":false,"tus":false}"""));
            Assert.That(service.GetProperty("limits").GetProperty("message_length").GetInt32(), Is.EqualTo(20));
        });
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

    [TestCase("/openapi.json", "application/json")]
    [TestCase("/docs/swagger-ui-bundle.js", "text/javascript")]
    public async Task Documents_WhenTheClientHasThemAlready_AreNotSentAgain(string path, string type)
    {
        using var first = await Api.GetAsync(path);
        using var same = await Api.GetAsync(path, ("If-None-Match", first.Header("ETag")!));
        using var head = await Api.SendAsync(HttpMethod.Head, path, null);
        using var compressed = await Api.GetAsync(path, ("Accept-Encoding", "gzip"));

        Assert.That(first.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await same.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That(head.Header("Content-Length"), Is.EqualTo(first.Header("Content-Length")));
        Assert.That(compressed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Documents_WhenReadersStall_ShareOneCopy()
    {
        await using var api = await ApiServer.StartAsync();
        foreach (var path in (string[])["/docs/swagger-ui-bundle.js", "/openapi.json"])
        {
            using var response = await api.GetAsync(path);
        }
        var before = api.WorkingSet;
        var peers = new List<TcpClient>();
        for (var i = 0; i < 300; i++)
        {
            var peer = new TcpClient { ReceiveBufferSize = 4_096 };
            peers.Add(peer);
            await peer.ConnectAsync(api.Address.Host, api.Address.Port);
            await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"GET {(i % 2 == 0 ? "/docs/swagger-ui-bundle.js" : "/openapi.json")} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            await peer.GetStream().ReadExactlyAsync(new byte[1]);
        }

        using var health = await api.GetAsync("/health/live");

        Assert.That((api.WorkingSet - before) / 1_000_000, Is.LessThan(100));
        peers.ForEach(peer => peer.Dispose());
    }

    [Test]
    public async Task ReadOnlyPaths_WithOtherMethods_Are405(
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
    public async Task Answer_Always_DoesNotNameTheServer()
    {
        using var response = await Api.GetAsync("/");

        Assert.That(response.Header("Server"), Is.Null);
    }
}
