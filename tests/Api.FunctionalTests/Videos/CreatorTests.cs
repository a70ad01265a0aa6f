using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Local;

namespace VideoChat.Api.FunctionalTests.Videos;

/// <summary>A video names its creator, and the reason if it failed.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CreatorTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task CreateUpload_WhenTheUserIsNamed_EventsAndListNameThem()
    {
        Clip.Require();
        var (room, ada) = (await Api.CreateRoomAsync(), await Api.CreateUserAsync());
        await using var viewer = await RoomClient.JoinAsync(Api, room, await Api.CreateUserAsync("bob"));

        var session = await Api.PostJsonAsync($"/rooms/{room}/video-upload", new { title = "clip", user_id = ada.Id });
        await Api.UploadAsync(session.IdOf(), Clip.Broken());
        var video = await Api.WaitForStatusAsync(room, session.IdOf(), "failed");
        var events = await Api.ReadEventsAsync(room);
        JsonElement[] frames = [await viewer.ReceiveAsync(), await viewer.ReceiveAsync(), await viewer.ReceiveAsync()];

        Assert.That(events.Select(e => e.ToString()), Is.EqualTo(frames.Select(frame => frame.ToString())));
        Assert.That(events.Append(video).Select(e => (e.Text("user_id"), e.Text("username"))), Is.All.EqualTo((ada.Id.ToString(), "ada")));
        Assert.That(events.Select(e => e.Text("message")), Is.EqualTo(new[]
        {
            "ada is uploading a video: \"clip\"", "ada's video \"clip\" is being processed", "ada's video \"clip\" has failed",
        }));
        Assert.That(events[2].Text("failure"), Is.EqualTo("The file is damaged, or is not a video."));
        Assert.That(video.Text("failure"), Is.EqualTo(events[2].Text("failure")));
    }

    [Test]
    public async Task CreateUpload_WithoutAUser_IsAcceptedWithoutACreator([Values("{}", """{"user_id":null}""")] string body)
    {
        var room = await Api.CreateRoomAsync();

        await Api.PostJsonAsync($"/rooms/{room}/video-upload", body);

        var created = (await Api.ReadEventsAsync(room)).Single();
        Assert.That(created.GetProperty("user_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(created.GetProperty("username").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(created.Text("message"), Is.EqualTo("Video Untitled will be uploaded"));
    }

    [Test]
    public async Task Create_WhenTheUserIsUnknown_Is404([Values("video-upload", "live-stream")] string what)
    {
        var room = await Api.CreateRoomAsync();

        var (status, body) = await Api.PostForStatusAsync($"/rooms/{room}/{what}", new { title = "clip", user_id = Guid.NewGuid() });

        Assert.That((status, body.Text("detail")), Is.EqualTo((HttpStatusCode.NotFound, "User not found")));
        Assert.That(await Api.ReadEventsAsync(room), Is.Empty);
    }

    [Test]
    public async Task Create_WhenTheUserIsNoUuid_Is422([Values("video-upload", "live-stream")] string what)
    {
        using var response = await Api.PostAsync($"/rooms/{await Api.CreateRoomAsync()}/{what}", new { title = "clip", user_id = "ada" });

        await Expect.ValidationErrorsAsync(response, "user_id");
    }
}
