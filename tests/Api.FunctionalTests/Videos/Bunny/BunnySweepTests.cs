using System.Globalization;
using System.Net;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>The provider sends no webhooks, and the sweep finds the state of its videos.</summary>
public sealed class BunnySweepTests(Column column) : OnEachServer(column)
{
    private BunnyServer _server = null!;

    private EmulatedBunny Bunny => _server.Bunny;

    private new ApiServer Api => _server.Api;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await BunnyServer.StartAsync(Column, ("Bunny__ReconcileSeconds", "1"));
        Bunny.Webhooks.Url = null;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task Sweep_WhenAWebhookIsLost_FindsTheVideo()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await Api.CreateUploadAsync(room);

        await Api.PutFileForStatusAsync(upload.IdOf(), [1, 2, 3]);
        Bunny.Transcode(upload.IdOf(), 40);
        await Eventually.BeTrueAsync(
            async () => (await Api.GetVideoAsync(room, upload.IdOf())).GetProperty("encode_progress").GetInt32() == 40,
            "the progress is seen");
        await Bunny.ProcessAsync(upload.IdOf());

        await listener.ReceiveAsync("video_ready");
        Assert.That(
            await Api.ReadEventTypesAsync(room),
            Is.EqualTo(new[] { "video_upload_created", "video_processing", "video_ready" }));
    }

    [Test]
    public async Task Sweep_WhenNoFileArrivesForADay_EndsTheSession()
    {
        var room = await Api.CreateRoomAsync();
        var (old, young) = (await Api.CreateUploadAsync(room), await Api.CreateUploadAsync(room));

        await MakeOlderAsync(old.IdOf());

        await Eventually.BeTrueAsync(
            async () => (await Api.ReadEventTypesAsync(room)).Contains("video_failed"), "the session has expired");
        var late = await Api.PutFileForStatusAsync(old.IdOf(), [1]);
        var inTime = await Api.PutFileForStatusAsync(young.IdOf(), [1]);
        Assert.That((late, inTime), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.OK)));
        await Eventually.BeTrueAsync(() => !Bunny.Videos.ContainsKey(old.IdOf()), "the provider's place is given back");
    }

    // Makes the video two days older. A smaller difference would depend on the time zone that the database assumes.
    private Task MakeOlderAsync(Guid videoId) => Api.ExecuteSqlAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE videos SET created_at = '{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd HH:mm:ss}' WHERE lower(CAST(id AS text)) = '{videoId}'"));
}
