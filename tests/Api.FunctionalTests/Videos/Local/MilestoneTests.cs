using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>The room events of a local video. Each database has a different way to decide which process transcodes it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MilestoneTests(Column column) : OnEachServer(column)
{
    [SetUp]
    public void RequireFfmpeg() => Clip.Require();

    [Test]
    public async Task Upload_WhenItIsAVideo_SendsEachMilestoneOnceAndInOrder()
    {
        var room = await Api.CreateRoomAsync();
        await using var viewer = await RoomClient.JoinAsync(Api, room, await Api.CreateUserAsync());

        var id = await Api.OpenSessionAsync(room, "holiday");
        await Api.UploadAsync(id, await Clip.MakeAsync());
        System.Text.Json.JsonElement[] ready =
            [await viewer.ReceiveAsync(), await viewer.ReceiveAsync(), await viewer.ReceiveAsync()];

        Assert.Multiple(() =>
        {
            Assert.That(
                ready.Select(frame => frame.GetProperty("type").GetString()),
                Is.EqualTo(["video_upload_created", "video_processing", "video_ready"]));
            Assert.That(ready[0].GetProperty("upload_id").GetGuid(), Is.EqualTo(id));
            Assert.That(ready[1].GetProperty("video_id").GetGuid(), Is.EqualTo(id));
            Assert.That(ready[2].GetProperty("title").GetString(), Is.EqualTo("holiday"));
            Assert.That(ready[2].GetProperty("playback_url").GetString(), Is.EqualTo($"/media/videos/{id}/playlist.m3u8"));
            Assert.That(ready[2].GetProperty("thumbnail_url").GetString(), Is.EqualTo($"/media/videos/{id}/thumbnail.jpg"));
        });
        Assert.That(await viewer.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Upload_WhenItOnlyLooksLikeAVideo_Fails()
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);
        await Api.UploadAsync(id, Clip.Broken());

        var video = await Api.WaitForStatusAsync(room, id, "failed");

        Assert.That(video.GetProperty("playback_url").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(
            await Api.ReadMilestonesAsync(room), Is.EqualTo(["video_upload_created", "video_processing", "video_failed"]));
        Assert.That(Api.Log, Does.Not.Contain("failed, trace"));
    }
}
