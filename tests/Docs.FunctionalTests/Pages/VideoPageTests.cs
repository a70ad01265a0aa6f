using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>docs/video.md and docs/live.md: the commands end with a video that is ready, and with a recording of a live stream.</summary>
internal sealed class VideoPageTests
{
    private static string Origin => SharedServer.Api.Address.GetLeftPart(UriPartial.Authority);

    [Test]
    public async Task Video_FromTheFileToTheRoom_IsReady()
    {
        Clip.Require();
        await using var reader = new Reader("docs/video.md", Origin, ("clip.mp4", "\"$CLIP\""));
        reader.Environment["CLIP"] = Path.Combine(reader.Folder, "clip.mp4");

        var output = await reader.RunAsync(reader.Commands("A video, from the file to the room")[0]);

        Assert.That(output, Does.Contain("\"status\":\"ready\""));
        reader.AssertHasReadAll();
    }

    [Test]
    public async Task Live_WithFfmpeg_IsWatched()
    {
        Clip.Require();
        await using var reader = new Reader("docs/live.md", Origin, ("watched.mp4", "\"$WATCHED\""));
        reader.Environment["WATCHED"] = Path.Combine(reader.Folder, "watched.mp4");

        await reader.RunAsync(reader.Commands("With ffmpeg")[0]);

        var pictures = await Clip.ProbeAsync(reader.Environment["WATCHED"], "v", "nb_read_frames");
        Assert.That(int.Parse(pictures[0], System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(60));
        reader.AssertHasReadAll();
    }
}
