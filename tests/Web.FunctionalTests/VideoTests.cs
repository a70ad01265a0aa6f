using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.LiveStreams.Local;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Web.FunctionalTests;

internal sealed class VideoTests : PageTest
{
    [Test]
    public async Task Upload_WhenItIsAClip_PlaysInTheOthersPage()
    {
        Clip.Require();
        var room = await Api.CreateRoomAsync();
        var (ada, bob) = (await EnterAsync("ada", room), await EnterAsync("bob", room));

        await UploadAsync(ada, await Clip.MakeAsync(seconds: 4));

        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Play Holiday" }).ClickAsync();
        await bob.PlaysAsync();
        await Expect(bob.Page.Locator(".card .duration")).ToHaveTextAsync("0:04");
        await Expect(bob.Page.Locator(".card, .notice")).ToHaveCountAsync(1);
    }

    [TestCase("-af", "atrim=end=3")]
    [TestCase("-af", "atrim=start=3")]
    [TestCase("-vf", "trim=end_frame=1")]
    public async Task Upload_WhenItsTracksDoNotSpanTheSameTime_PlaysToTheEndInStep(string option, string filter)
    {
        Clip.Require();
        var room = await Api.CreateRoomAsync();
        var ada = await EnterAsync("ada", room);
        var session = await Api.PostJsonAsync($"/rooms/{room}/video-upload", new { title = "clip" });
        using var file = new ByteArrayContent(await Clip.MakeAsync(seconds: 6, more: [option, filter]));
        file.Headers.ContentType = new("video/mp4");
        using var uploaded = await Api.Http.PutAsync(new Uri(session.GetProperty("upload_url").GetString()!), file);

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Play clip" }).ClickAsync();
        await ada.PlaysAsync();
        await ada.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('video')].at(-1).ended");
        var end = await ada.Page.EvaluateAsync<double>("() => [...document.querySelectorAll('video')].at(-1).duration");

        Assert.That(end, Is.EqualTo(6).Within(0.2));
        var video = (await Api.GetJsonAsync($"/rooms/{room}/videos")).EnumerateArray().Single();
        Assert.That(video.GetProperty("duration_seconds").GetDouble(), Is.EqualTo(6).Within(0.05));
    }

    [Test]
    public async Task Upload_WhenItFails_NamesTheUploaderAndTheReason()
    {
        Clip.Require();
        var room = await Api.CreateRoomAsync();
        var (ada, bob) = (await EnterAsync("ada", room), await EnterAsync("bob", room));

        await UploadAsync(ada, Clip.Broken(40_000));

        await Expect(bob.Page.Locator(".notice")).ToContainTextAsync("failed");
        var video = (await Api.GetJsonAsync($"/rooms/{room}/videos")).EnumerateArray().Single();
        Assert.That(video.GetProperty("username").GetString(), Is.EqualTo("ada"));
        await Expect(bob.Page.Locator(".notice")).ToContainTextAsync(video.GetProperty("failure").GetString()!);
        await Expect(bob.Page.Locator(".notice")).ToContainTextAsync("ada");
    }

    [Test]
    public async Task Video_WhileItWaits_IsShownWithItsMakerAndWhatIsBeforeIt()
    {
        var ada = await OpenAsync();

        // The entry is created in the page, because on a real server the video might not stay in the queue for long enough.
        await ada.Page.EvaluateAsync(
            """
            async () => {
              const { videoEntry } = await import('/chat/media/video-card.js');
              const answers = [3, 2, 1].map(queue_position => ({ encode_progress: 7, queue_position }));
              const { element } = videoEntry({
                type: 'video_processing', seq: 1, timestamp: new Date().toISOString(), video_id: 'v', title: 'Holiday', message: 'words', user_id: 'a', username: 'ada',
              }, { video: async () => answers.shift() });
              document.body.prepend(element);
            }
            """);

        await Expect(ada.Page.Locator(".caption .by")).ToHaveTextAsync("by ada");
        await Expect(ada.Page.Locator(".caption .duration")).ToHaveTextAsync("Waiting: 2 videos before it");
        await Expect(ada.Page.Locator(".caption .duration")).ToHaveTextAsync("Waiting: 1 video before it");
        await Expect(ada.Page.Locator(".caption .duration")).ToHaveTextAsync("Processing, 7 %");
    }

    [Test]
    public async Task Upload_WhenCancelled_CanBeTriedAgain()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterAsync("ada", room);
        await using var slow = await SlowNetwork.OfAsync(ada.Page, uploadBytesPerSecond: 20_000);
        var upload = ada.Page.Locator(".upload");

        await UploadAsync(ada, Clip.Broken(400_000));
        await Expect(upload.Locator(".status")).ToContainTextAsync("Uploading");
        await upload.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(upload.Locator(".status")).ToHaveTextAsync("Cancelled.");
        await slow.EndAsync();
        await upload.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(upload.Locator(".status")).ToContainTextAsync("Uploaded");
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}/videos")).GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Upload_WhenTheProviderAcceptsItDirectly_BypassesTheApi()
    {
        await using var bunny = await EmulatedBunny.StartAsync();
        await using var api = await ApiServer.StartAsync(
            ("Bunny__BaseUrl", bunny.Address.ToString()), ("Bunny__ApiKey", EmulatedBunny.ApiKey),
            ("Bunny__LibraryId", EmulatedBunny.LibraryId), ("Bunny__PullZone", EmulatedBunny.PullZone));
        bunny.Webhooks.Url = new Uri(api.Address, "/bunny-webhook");
        var ada = await OpenAsync(api);
        if (!await HasVendorFilesAsync(api))
            Assert.Ignore("npm is not installed, or could not fetch tus-js-client.");
        await ada.ChooseNameAsync("ada");
        await ada.CreateRoomAsync("general");

        await UploadAsync(ada, new byte[300_000]);
        await Expect(ada.Page.Locator(".upload .status")).ToContainTextAsync("Uploaded");

        var video = bunny.Videos.Values.Single();
        Assert.That(video.FileBytes, Is.EqualTo(300_000));
        Assert.That(bunny.Requests, Has.None.StartsWith("PUT /library/133/videos/"));
        await bunny.ProcessAsync(bunny.Videos.Keys.Single());
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Play Holiday" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Live_WhenAnEncoderPushes_PlaysInThePageUntilItIsEnded()
    {
        Clip.Require();
        var room = await Api.CreateRoomAsync();
        var (ada, bob) = (await EnterAsync("ada", room), await EnterAsync("bob", room));

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Go live" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Friday");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        var rtmp = await ada.Page.GetByLabel("RTMP URL with the key").InputValueAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(bob.Page.GetByText("Waiting for the encoder")).ToBeVisibleAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Button, new() { Name = "Encoder settings" })).ToBeHiddenAsync();
        await using var encoder = Encoder.Start(rtmp, speed: 1);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Watch Friday live" }).ClickAsync();
        await bob.PlaysAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();

        await Expect(bob.Page.GetByText("ada is no longer live: \"Friday\"")).ToBeVisibleAsync();
        await Expect(bob.Page.Locator("video")).ToHaveCountAsync(0);
    }

    private static async Task UploadAsync(ChatPage page, byte[] file)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload a video" }).ClickAsync();
        await page.Page.GetByLabel("Video file").SetInputFilesAsync(
            new FilePayload { Name = "holiday.mp4", MimeType = "video/mp4", Buffer = file });
        await Expect(page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" })).ToHaveValueAsync("holiday");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Holiday");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
    }

    private static async Task<bool> HasVendorFilesAsync(ApiServer api)
    {
        using var response = await api.SendAsync(HttpMethod.Get, "/chat/vendor/tus.min.js");
        return response.IsSuccessStatusCode;
    }
}
