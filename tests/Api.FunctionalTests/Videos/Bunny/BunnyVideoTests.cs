using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>All tests share one server and one provider. A test that changes the provider restores it.</summary>
public sealed class BunnyVideoTests(Column column) : OnEachServer(column)
{
    private static readonly string[] WholeLife = ["video_upload_created", "video_processing", "video_ready"];

    private static readonly Dictionary<string, Func<IEnumerable<int>, IEnumerable<int>>> Arrangements = new()
    {
        ["as they are"] = statuses => statuses,
        ["doubled"] = statuses => statuses.SelectMany(status => new[] { status, status }),
        ["reversed"] = statuses => statuses.Reverse(),
        ["shuffled"] = statuses => statuses.OrderBy(_ => Random.Shared.Next()),
        ["all but the last lost"] = statuses => statuses.TakeLast(1),
        ["with unknown ones"] = statuses => statuses.Prepend(14).Append(99),
    };

    private BunnyServer _server = null!;

    private EmulatedBunny Bunny => _server.Bunny;

    private new ApiServer Api => _server.Api;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await BunnyServer.StartAsync(Column, ("Bunny__TokenKey", EmulatedBunny.TokenKey));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TearDown]
    public void PutRight()
    {
        Bunny.Release();
        Bunny.ShowsWrongHash = false;
        Bunny.IsEnrolledForLive = true;
        Bunny.Webhooks.Arrange = statuses => statuses;
        Bunny.Webhooks.AreSimultaneous = false;
    }

    [Test]
    public async Task Service_WhenTheProviderIsBunny_OffersTus()
    {
        var service = await Api.GetJsonAsync("/");

        Assert.That(service.GetProperty("features").GetProperty("tus").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Upload_WithAnyWebhooks_AnnouncesEachChangeOnce(
        [Values("as they are", "doubled", "reversed", "shuffled", "all but the last lost", "with unknown ones")] string arrangement,
        [Values] bool areSimultaneous)
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        Bunny.Webhooks.Arrange = Arrangements[arrangement];
        Bunny.Webhooks.AreSimultaneous = areSimultaneous;
        var upload = await Api.CreateUploadAsync(room);

        using var uploaded = await Api.PutFileAsync(upload.IdOf(), RandomNumberGenerator.GetBytes(200_000));
        await Bunny.ProcessAsync(upload.IdOf());

        var ready = await listener.ReceiveAsync("video_ready");
        await Bunny.Webhooks.SendAsync(upload.IdOf(), [0, 1, 5]);
        var types = await Api.ReadEventTypesAsync(room);
        var video = await Api.GetVideoAsync(room, upload.IdOf());
        Assert.Multiple(() =>
        {
            Assert.That(uploaded.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(types, Is.EqualTo(WholeLife));
            Assert.That(ready.GetProperty("video_id").GetGuid(), Is.EqualTo(upload.IdOf()));
            Assert.That(video.Text("status"), Is.EqualTo("ready"));
            Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.EqualTo(20));
            Assert.That(video.GetProperty("encode_progress").GetInt32(), Is.EqualTo(100));
        });
    }

    [Test]
    public async Task Upload_WhenItIsReady_PlaysUnderASignedUrl()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        await Api.PutFileForStatusAsync(upload.IdOf(), [1]);
        await Bunny.ProcessAsync(upload.IdOf());

        var url = (await listener.ReceiveAsync("video_ready")).Text("playback_url")!;

        var path = url.Replace($"https://{EmulatedBunny.PullZone}.b-cdn.net", "", StringComparison.Ordinal);
        using var http = new HttpClient();
        using var played = await http.GetAsync(new Uri(Bunny.Address, path));
        using var unsigned = await http.GetAsync(new Uri(Bunny.Address, $"/{upload.IdOf()}/playlist.m3u8"));
        Assert.Multiple(() =>
        {
            Assert.That(played.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(unsigned.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        });
    }

    [Test]
    public async Task Upload_OfWhatIsNoVideo_Fails()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);

        await Api.PutFileForStatusAsync(upload.IdOf(), [1, 2, 3]);
        await Bunny.ProcessAsync(upload.IdOf(), isVideo: false);

        await listener.ReceiveAsync("video_failed");
        Assert.That(await Api.ReadEventTypesAsync(room), Is.EqualTo(new[] { "video_upload_created", "video_processing", "video_failed" }));
    }

    [Test]
    public async Task Upload_WhenAnotherFileArrived_Fails()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        Bunny.ShowsWrongHash = true;

        await Api.PutFileForStatusAsync(upload.IdOf(), [1, 2, 3]);
        await Bunny.ProcessAsync(upload.IdOf());

        await listener.ReceiveAsync("video_failed");
        Assert.That((await Api.GetVideoAsync(room, upload.IdOf())).Text("status"), Is.EqualTo("failed"));
    }

    [Test]
    public async Task CreateUpload_Always_HasTheTusDataOfABrowser()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        var tus = upload.GetProperty("tus");
        using var http = new HttpClient();
        foreach (var header in tus.GetProperty("headers").EnumerateObject())
            http.DefaultRequestHeaders.Add(header.Name, header.Value.GetString());

        using var create = new HttpRequestMessage(HttpMethod.Post, tus.Text("endpoint"));
        create.Headers.Add("Upload-Length", "2000");
        using var created = await http.SendAsync(create);
        var place = new Uri(new Uri(tus.Text("endpoint")!), created.Headers.Location!);
        using var first = await http.PatchAsync(place, new ByteArrayContent(new byte[1_500]));
        using var asked = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, place));
        using var second = await http.PatchAsync(place, new ByteArrayContent(new byte[500]));
        await Bunny.ProcessAsync(upload.IdOf());

        await listener.ReceiveAsync("video_ready");
        Assert.Multiple(() =>
        {
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(asked.Headers.GetValues("Upload-Offset").Single(), Is.EqualTo("1500"));
            Assert.That(upload.ToString(), Does.Not.Contain(EmulatedBunny.ApiKey));
        });
    }

    [Test]
    public async Task Upload_ASecondTime_Is409()
    {
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());

        var first = await Api.PutFileForStatusAsync(upload.IdOf(), [1]);
        var second = await Api.PutFileForStatusAsync(upload.IdOf(), [1]);

        Assert.That((first, second), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Conflict)));
    }

    [Test]
    public async Task Upload_WhenTheProviderHasAnUnknownFile_Is409AndIsFound()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        Bunny.Videos[upload.IdOf()].Status = 2;

        var status = await Api.PutFileForStatusAsync(upload.IdOf(), [1]);

        await listener.ReceiveAsync("video_processing");
        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Upload_WhenTwoAreConcurrent_OneWins()
    {
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());
        var before = Bunny.BytesReceived;
        Bunny.Fault = new Fault(FaultKind.HoldTransfer, Times: 1);

        var first = Api.PutFileForStatusAsync(upload.IdOf(), new byte[1_000]);
        await Eventually.BeTrueAsync(() => Bunny.BytesReceived > before, "the first upload has begun");
        var second = await Api.PutFileForStatusAsync(upload.IdOf(), new byte[1_000]);
        Bunny.Release();

        Assert.That((await first, second), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Conflict)));
    }

    [Test]
    public async Task Upload_WhenTheClientDisconnects_CanBeRetried()
    {
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());
        var (bytes, broken) = (Bunny.BytesReceived, Bunny.BrokenUploads);

        using (var client = await SendHeadAsync($"/upload-proxy/{upload.IdOf()}", "Content-Type: video/mp4\r\nContent-Length: 1000000\r\n"))
        {
            await client.GetStream().WriteAsync(new byte[500_000]);
            await Eventually.BeTrueAsync(() => Bunny.BytesReceived > bytes, "some of the file is at the provider");
        }
        await Eventually.BeTrueAsync(() => Bunny.BrokenUploads > broken, "the provider sees the body break off");
        var statuses = new List<HttpStatusCode>();
        await Eventually.BeTrueAsync(
            async () =>
            {
                statuses.Add(await Api.PutFileForStatusAsync(upload.IdOf(), [1, 2, 3]));
                return statuses[^1] == HttpStatusCode.OK;
            },
            "another try succeeds");

        Assert.Multiple(() =>
        {
            Assert.That(statuses.SkipLast(1), Is.All.EqualTo(HttpStatusCode.Conflict), "while the broken one is cleared away");
            Assert.That(Bunny.Videos[upload.IdOf()].FileBytes, Is.EqualTo(3));
            Assert.That(Api.Log, Does.Not.Contain($"PUT /upload-proxy/{upload.IdOf()} failed"));
        });
    }

    [Test]
    public async Task Upload_WhenTheClientLeavesAfterItsLastByte_IsTaken()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        var bytes = Bunny.BytesReceived;
        Bunny.Fault = new Fault(FaultKind.HoldTransfer, Times: 1);

        using (var client = await SendHeadAsync($"/upload-proxy/{upload.IdOf()}", "Content-Type: video/mp4\r\nContent-Length: 1000\r\n"))
        {
            await client.GetStream().WriteAsync(new byte[1_000]);
            await Eventually.BeTrueAsync(() => Bunny.BytesReceived == bytes + 1_000, "the file is at the provider");
        }
        Bunny.Release();

        await listener.ReceiveAsync("video_processing");
        await Bunny.ProcessAsync(upload.IdOf());
        await listener.ReceiveAsync("video_ready");
    }

    [Test]
    public async Task Upload_WhenTheProviderDisconnects_Is502AndCanBeRetried()
    {
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());
        Bunny.Fault = new Fault(FaultKind.CutTransfer, Times: 1, AfterBytes: 100_000);

        var first = await Api.PutFileForStatusAsync(upload.IdOf(), new byte[1_000_000]);
        var second = await Api.PutFileForStatusAsync(upload.IdOf(), new byte[1_000_000]);

        Assert.That((first, second), Is.EqualTo((HttpStatusCode.BadGateway, HttpStatusCode.OK)));
    }

    [Test]
    public async Task Upload_WhenTheProviderIsSlow_SlowsTheClientDown()
    {
        const long Size = 200 * 1_024 * 1_024;
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());
        var content = new FillerContent(Size);
        Bunny.Fault = new Fault(FaultKind.HoldTransfer, Times: 1, AfterBytes: 1_000_000);

        var sending = Api.SendAsync(HttpMethod.Put, $"/upload-proxy/{upload.IdOf()}", content);
        var (last, unchanged) = (0L, 0);
        await Eventually.BeTrueAsync(
            () =>
            {
                unchanged = content.Sent > 0 && content.Sent == last ? unchanged + 1 : 0;
                last = content.Sent;
                return unchanged == 20;
            },
            "the client stalls");
        Bunny.Release();
        using var response = await sending;

        Assert.Multiple(() =>
        {
            Assert.That(last, Is.LessThan(Size / 4));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [TestCase("Content-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n", 411)]
    [TestCase("Content-Type: video/mp4\r\nContent-Length: 524288001\r\n", 413)]
    [TestCase("Content-Type: text/plain\r\nContent-Length: 3\r\n", 415)]
    [TestCase("Content-Length: 3\r\n", 415)]
    public async Task Upload_WhichCannotBeOne_IsRefusedBeforeItIsSent(string headers, int expected)
    {
        var upload = await Api.CreateUploadAsync(await Api.CreateRoomAsync());

        using var client = await SendHeadAsync($"/upload-proxy/{upload.IdOf()}", headers);
        using var reader = new StreamReader(client.GetStream());
        var statusLine = await reader.ReadLineAsync();

        Assert.That(statusLine, Does.StartWith("HTTP/1.1 " + expected.ToString(CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task Upload_ToAnUnknownSession_Is404()
    {
        Assert.That(await Api.PutFileForStatusAsync(Guid.NewGuid(), [1]), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Webhook_IsCheckedAndAnswered()
    {
        var unknown = Guid.NewGuid();
        var hooks = Bunny.Webhooks;
        using var unsigned = await Api.PostAsync("/bunny-webhook", new { VideoGuid = unknown, EventType = "VideoFileEncoded" });
        using var broken = await PostSignedAsync("[]");
        using var large = await Api.PostAsync("/bunny-webhook", new string(' ', 65 * 1_024) + "{}");

        Assert.Multiple(async () =>
        {
            Assert.That(await hooks.SendAsync(unknown, 3), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await hooks.SendAsync(unknown, 3, isTampered: true), Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await hooks.SendAsync(unknown, 3, version: "v2"), Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await hooks.SendAsync(unknown, 3, algorithm: "hmac-sha1"), Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(unsigned.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(broken.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(large.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        });
        await Eventually.BeTrueAsync(() => Api.Log.Contains(unknown.ToString()), "the log names the unknown video");
    }

    [Test]
    public async Task Webhook_InTheDocumentedForm_IsAccepted()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);
        await Api.PutFileForStatusAsync(upload.IdOf(), [1]);
        Bunny.Webhooks.Arrange = _ => [];
        await Bunny.ProcessAsync(upload.IdOf());

        using var answer = await PostSignedAsync($$"""{"EventType":"VideoFileEncoded","VideoGuid":"{{upload.IdOf()}}"}""");

        await listener.ReceiveAsync("video_ready");
        Assert.That((await answer.ReadJsonAsync()).Text("status"), Is.EqualTo("received"));
    }

    [Test]
    public async Task LiveStream_FromItsCreationToItsEnd_IsAnnouncedWithoutTheKey()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;

        var stream = await Api.PostJsonAsync($"/rooms/{room}/live-stream", new { title = "A concert" });
        var created = await listener.ReceiveAsync("live_stream_created");
        Bunny.LiveStreams[stream.IdOf()].Status = 3;
        var started = await listener.ReceiveAsync("live_stream_started");
        var stopped = await Api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.IdOf()}/stop", new { });
        var again = await Api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.IdOf()}/stop", new { });
        var ended = await listener.ReceiveAsync("live_stream_ended");

        var listed = (await Api.GetJsonAsync($"/rooms/{room}/live-streams")).EnumerateArray().Single();
        var types = await Api.ReadEventTypesAsync(room);
        Assert.Multiple(() =>
        {
            Assert.That(stream.Text("status"), Is.EqualTo("ready"));
            Assert.That(stream.Text("rtmp_url"), Is.EqualTo($"{stream.Text("ingest_url")}/{stream.Text("stream_key")}"));
            Assert.That($"{created}{started}{ended}", Does.Not.Contain(stream.Text("stream_key")));
            Assert.That(stopped.Text("status"), Is.EqualTo("ended"));
            Assert.That(again.Text("status"), Is.EqualTo("ended"));
            Assert.That(listed.Text("status"), Is.EqualTo("ended"));
            Assert.That(Bunny.LiveStreams[stream.IdOf()].Status, Is.EqualTo(5));
            Assert.That(types, Is.EqualTo(new[] { "live_stream_created", "live_stream_started", "live_stream_ended" }));
        });
    }

    [Test]
    public async Task LiveStream_WhenTheAccountHasNone_Is503AndSuggestsTheLocalProvider()
    {
        var room = await Api.CreateRoomAsync();
        Bunny.IsEnrolledForLive = false;

        var (status, body) = await Api.PostForStatusAsync($"/rooms/{room}/live-stream", new { title = "A concert" });

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(body.Text("detail"), Does.Contain("Live:Provider=Local"));
        });
    }

    private async Task<HttpResponseMessage> PostSignedAsync(string body) => await Api.PostAsync(
        "/bunny-webhook", body,
        ("X-BunnyStream-Signature-Version", "v1"),
        ("X-BunnyStream-Signature-Algorithm", "hmac-sha256"),
        ("X-BunnyStream-Signature", WebhookSender.Sign(body)));

    private async Task<TcpClient> SendHeadAsync(string path, string headers)
    {
        var client = new TcpClient();
        await client.ConnectAsync(Api.Address.Host, Api.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT {path} HTTP/1.1\r\nHost: {Api.Address.Authority}\r\n{headers}\r\n"));
        return client;
    }
}
