using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

/// <summary>Live streams with real encoders on one server. Each test uses its only port.</summary>
public sealed class LocalLiveStreamTests
{
    private ApiServer _api = null!;
    private Guid _room;

    /// <summary>
    /// The folder of live streams. The tests look for ffmpeg only here, because recordings of earlier tests may still be transcoded elsewhere.
    /// </summary>
    private string LiveFolder => Path.Combine(_api.Storage, "live");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Ffmpeg.Require();
        _api = await LiveCalls.StartServerAsync(("AllowedHosts", "*"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
    }

    [SetUp]
    public async Task SetUpAsync() => _room = await _api.CreateRoomAsync();

    [TearDown]
    public async Task TearDownAsync()
    {
        foreach (var stream in (await _api.GetJsonAsync($"/rooms/{_room}/live-streams")).EnumerateArray())
            await _api.StopLiveStreamAsync(_room, stream);
    }

    [Test]
    public async Task Create_WhenAPortIsFree_AnswersTheWholeBody()
    {
        var stream = await _api.CreateLiveStreamAsync(_room, " Friday ");

        var (id, key, ingest) = (stream.Text("id"), stream.Text("stream_key"), stream.Text("ingest_url"));
        Assert.Multiple(() =>
        {
            Assert.That(stream.EnumerateObject().Select(m => m.Name), Is.EquivalentTo(new[]
            {
                "id", "stream_key", "playback_id", "status", "room_id", "user_id", "username", "title", "created_at", "ingest_url",
                "rtmp_url", "pull_url", "video_id", "reason",
            }));
            Assert.That(key, Does.Match("^[0-9a-f]{32}$"));
            Assert.That(ingest, Does.Match(@"^rtmp://127\.0\.0\.1:\d+/live$"));
            Assert.That(stream.Text("rtmp_url"), Is.EqualTo($"{ingest}/{key}"));
            Assert.That(stream.Text("pull_url"), Is.EqualTo($"{_api.Address}media/live/{id}/live.m3u8"));
            Assert.That(stream.Text("status"), Is.EqualTo("ready"));
            Assert.That(stream.Text("title"), Is.EqualTo("Friday"));
        });
    }

    [Test]
    public async Task Create_WhenTheUserIsNamed_TheStreamAndItsEventsNameThem()
    {
        var ada = await _api.CreateUserAsync();

        var stream = await _api.PostJsonAsync($"/rooms/{_room}/live-stream", new { title = "Friday", user_id = ada.Id });
        await _api.StopLiveStreamAsync(_room, stream);

        var events = await _api.ReadEventsAsync(_room);
        Assert.That(
            events.Append(stream).Select(e => (e.Text("user_id"), e.Text("username"))), Is.All.EqualTo((ada.Id.ToString(), "ada")));
        Assert.That(
            events.Select(e => e.Text("message")), Is.EqualTo(new[] { "ada is about to go live: \"Friday\"", "ada is no longer live: \"Friday\"" }));
    }

    [Test]
    public async Task Create_WhenRequestedUnderAnotherName_UsesItInTheAddresses()
    {
        using var response = await _api.PostAsync(
            $"/rooms/{_room}/live-stream", new { title = "Friday" }, ("Host", "chat.example.com:8443"));

        var stream = await response.ReadJsonAsync();
        Assert.That(stream.Text("rtmp_url"), Does.StartWith("rtmp://chat.example.com:"));
        Assert.That(stream.Text("pull_url"), Does.StartWith("http://chat.example.com:8443/media/live/"));
    }

    [Test]
    public async Task Create_WhenTheHostIsForged_DoesNotSpreadIt()
    {
        using var response = await _api.PostAsync($"/rooms/{_room}/live-stream", new { title = "Friday" }, ("Host", "evil.example"));

        var id = (await response.ReadJsonAsync()).IdOf();
        var told = (await _api.ReadEventsAsync(_room)).Single();
        var list = await _api.GetJsonAsync($"/rooms/{_room}/live-streams");
        Assert.That(told.Text("pull_url"), Is.EqualTo($"/media/live/{id}/live.m3u8"));
        Assert.That(list.ToString(), Does.Contain($"{_api.Address}media/live/{id}/live.m3u8").And.Not.Contain("evil.example"));
    }

    [Test]
    public async Task Create_WhenAPeerIsConnected_NotifiesTheRoomWithoutTheKey()
    {
        await using var peer = await RoomClient.JoinAsync(_api, _room, await _api.CreateUserAsync());

        var stream = await _api.CreateLiveStreamAsync(_room);

        var frame = await peer.ReceiveAsync("live_stream_created");
        Assert.That(frame.Text("stream_id"), Is.EqualTo(stream.Text("id")));
        Assert.That(frame.GetRawText(), Does.Not.Contain(stream.Text("stream_key")));
    }

    [Test]
    public async Task Create_WhenAUserEntersTheRoom_TheSnapshotHasTheStreamWithoutTheKeyUntilItEnds()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);

        var waiting = await _api.GetJsonAsync($"/rooms/{_room}/snapshot");
        await _api.StopLiveStreamAsync(_room, stream);
        var ended = await _api.GetJsonAsync($"/rooms/{_room}/snapshot");

        var shown = waiting.GetProperty("live_streams").EnumerateArray().Single();
        foreach (var member in shown.EnumerateObject())
            Assert.That(member.Value.ToString(), Is.EqualTo(stream.GetProperty(member.Name).ToString()), member.Name);
        Assert.That(waiting.GetRawText(), Does.Not.Contain(stream.Text("stream_key")).And.Not.Contain("rtmp"));
        Assert.That(Types(waiting), Is.EqualTo(["live_stream_created"]));
        Assert.That(ended.GetProperty("live_streams").GetArrayLength(), Is.Zero);
        Assert.That(Types(ended), Is.EqualTo(["live_stream_created", "live_stream_ended"]));

        static IEnumerable<string> Types(JsonElement snapshot) =>
            snapshot.GetProperty("milestones").EnumerateArray().Select(milestone => milestone.Text("type"));
    }

    [Test]
    public async Task Push_WhenTheKeyIsRight_GoesLiveCanBeWatchedAndEnds()
    {
        await using var peer = await RoomClient.JoinAsync(_api, _room, await _api.CreateUserAsync());
        var stream = await _api.CreateLiveStreamAsync(_room);

        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await peer.ReceiveAsync("live_stream_started");
        var snapshot = await _api.GetJsonAsync($"/rooms/{_room}/snapshot");
        var atStart = await _api.CountSegmentsAsync(stream);
        var (codec, pictures) = await Ffmpeg.WatchAsync(stream.Text("pull_url"), 5);
        var later = await _api.CountSegmentsAsync(stream);
        await encoder.EndAsync();
        await peer.ReceiveAsync("live_stream_ended");

        Assert.That(snapshot.GetProperty("live_streams").EnumerateArray().Single().Text("status"), Is.EqualTo("live"));
        Assert.That(atStart, Is.GreaterThanOrEqualTo(1));
        Assert.That(later, Is.GreaterThan(atStart));
        Assert.That(codec, Is.EqualTo("h264"));
        Assert.That(pictures, Is.GreaterThanOrEqualTo(5 * Encoder.Rate));
        Assert.That(await _api.ReadPlaylistAsync(stream), Does.Contain("#EXT-X-ENDLIST"));
        await _api.WaitForStatusAsync(_room, stream, "ended");
        Assert.That(
            await _api.LiveEventTypesAsync(_room),
            Is.EqualTo(new[] { "live_stream_created", "live_stream_started", "live_stream_ended" }));
    }

    [Test]
    public async Task Push_WhileItIsLive_KeepsTheKeyOutOfProcessesAndLog()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");

        var ours = Ffmpeg.WorkingIn(LiveFolder).Select(Ffmpeg.CommandLineOf).ToList();

        Assert.That(ours, Has.Count.EqualTo(1));
        Assert.That(ours[0], Does.Contain("ffmpeg").And.Not.Contain(stream.Text("stream_key")));
        Assert.That(_api.Log, Does.Not.Contain(stream.Text("stream_key")));
    }

    [Test]
    public async Task Push_WhenTheEncoderReconnectsInTime_Continues()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        await using (var first = Encoder.Start(stream.Text("rtmp_url")))
        {
            await _api.WaitForStatusAsync(_room, stream, "live");
            await first.KillAsync();
        }
        await Eventually.BeTrueAsync(() => Ffmpeg.WorkingIn(LiveFolder).Count == 0, "the first is off air");
        var before = await _api.CountSegmentsAsync(stream);

        await using var second = Encoder.Start(stream.Text("rtmp_url"), speed: 1);
        await _api.WaitForSegmentsAsync(stream, before + 2);

        // The stream must still be live, although two segments of this encoder last longer than a permitted break.
        await _api.WaitForStatusAsync(_room, stream, "live");
        Assert.That(
            (await _api.ReadPlaylistAsync(stream)).Split("#EXT-X-DISCONTINUITY\n"), Has.Length.GreaterThanOrEqualTo(3));
        Assert.That(
            await _api.LiveEventTypesAsync(_room), Is.EqualTo(new[] { "live_stream_created", "live_stream_started" }));
    }

    [Test]
    public async Task Push_WhenTheKeyIsWrong_IsCutOffAndTheRightOneGetsIn()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);

        await using var stranger = Encoder.Start(stream.Text("ingest_url") + "/" + new string('0', 32));
        await stranger.WaitForEndAsync();
        await using var otherApp = Encoder.Start(stream.Text("rtmp_url").Replace("/live/", "/vod/", StringComparison.Ordinal));
        await otherApp.WaitForEndAsync();

        Assert.That(await _api.ReadPlaylistAsync(stream), Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_api.Storage, "live", stream.Text("id"))), Is.False);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");
    }

    [Test]
    public async Task Connect_WhenPeersAreSilentOrSendNonsense_AreClosedAndDoNotBlockOthers()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        using var silent = await ConnectAsync(stream.PortOf());
        using var http = await ConnectAsync(stream.PortOf());
        await http.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        using var noise = await ConnectAsync(stream.PortOf());
        await noise.GetStream().WriteAsync((byte[])[3, .. Noise(100_000)]);

        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");

        await ReadToEndAsync(silent);
        await ReadToEndAsync(http);
        await ReadToEndAsync(noise);
        await _api.WaitForStatusAsync(_room, stream, "live");
    }

    [Test]
    public async Task Push_WhenAnotherIsOnAir_IsCutOff()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");

        await using var second = Encoder.Start(stream.Text("rtmp_url"));
        await second.WaitForEndAsync();

        Assert.That(encoder.HasEnded, Is.False);
    }

    [Test]
    public async Task Push_WhenTheCodecIsUnsupported_NotifiesTheRoomOnceAndAllowsARetry()
    {
        await using var peer = await RoomClient.JoinAsync(_api, _room, await _api.CreateUserAsync());
        var stream = await _api.CreateLiveStreamAsync(_room);

        for (var i = 0; i < 2; i++)
        {
            await using var sorenson = Encoder.Start(stream.Text("rtmp_url"), videoCodec: "flv");
            await sorenson.WaitForEndAsync();
        }

        var rejected = await peer.ReceiveAsync("live_stream_rejected");
        Assert.That(rejected.Text("reason"), Does.Contain("Sorenson H.263").And.Contain("H.264"));
        Assert.That(rejected.Text("message"), Does.Contain("Sorenson H.263"));
        Assert.That(_api.Log, Does.Contain("Sorenson H.263"));
        var waiting = (await _api.GetJsonAsync($"/rooms/{_room}/live-streams")).EnumerateArray().Single();
        Assert.That((waiting.Text("status"), waiting.Text("reason")), Is.EqualTo(("ready", rejected.Text("reason"))));
        await using var h264 = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");
        Assert.That(
            await _api.LiveEventTypesAsync(_room),
            Is.EqualTo(new[] { "live_stream_created", "live_stream_rejected", "live_stream_started" }));
    }

    [Test]
    public async Task Push_WhenFfmpegDies_EndsThePushAndTheEncoderCanReconnect()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");

        Ffmpeg.WorkingIn(LiveFolder).Single().Kill();
        await encoder.WaitForEndAsync();

        var before = await _api.CountSegmentsAsync(stream);
        await using var again = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForSegmentsAsync(stream, before + 1);
    }

    [Test]
    public async Task Stop_WhileItIsLive_EndsThePushOnceAndFreesThePort()
    {
        var stream = await _api.CreateLiveStreamAsync(_room);
        await using var encoder = Encoder.Start(stream.Text("rtmp_url"));
        await _api.WaitForStatusAsync(_room, stream, "live");

        var stopped = await _api.StopLiveStreamAsync(_room, stream);

        Assert.That(stopped.Text("status"), Is.EqualTo("ended"));
        using (var listener = new TcpListener(IPAddress.Loopback, stream.PortOf()))
            Assert.That(listener.Start, Throws.Nothing);
        await encoder.WaitForEndAsync();
        Assert.That((await _api.StopLiveStreamAsync(_room, stream)).Text("status"), Is.EqualTo("ended"));
        Assert.That(Ffmpeg.WorkingIn(LiveFolder), Is.Empty);
        Assert.That(
            await _api.LiveEventTypesAsync(_room),
            Is.EqualTo(new[] { "live_stream_created", "live_stream_started", "live_stream_ended" }));
    }

    [Test]
    public async Task Create_WhenNoPortIsFree_Is503UntilOneIs()
    {
        var first = await _api.CreateLiveStreamAsync(_room);

        using var refused = await _api.PostAsync($"/rooms/{_room}/live-stream", new { title = "another" });

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await refused.ReadJsonAsync()).Text("detail"), Does.Contain("live stream"));
        await _api.StopLiveStreamAsync(_room, first);
        Assert.That((await _api.CreateLiveStreamAsync(_room)).Text("status"), Is.EqualTo("ready"));
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var peer = new TcpClient();
        await peer.ConnectAsync(IPAddress.Loopback, port);
        return peer;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Returns when the server has closed the connection.</summary>
    private static async Task ReadToEndAsync(TcpClient peer)
    {
        try
        {
            await peer.GetStream().CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // The connection was reset.
        }
    }
}
