using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using VideoChat.Application.Videos;
using VideoChat.BunnyEmulator;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

[Parallelizable(ParallelScope.All)]
public sealed class BunnyVideoGatewayTests : VideoGatewaySpecification
{
    private static readonly CancellationToken None = CancellationToken.None;

    private BunnyHarness? _harness;

    [TearDown]
    public async Task StopAsync()
    {
        if (_harness is not null)
            await _harness.DisposeAsync();
    }

    private protected override async Task<IVideoGateway> CreateGatewayAsync() =>
        (_harness = await BunnyHarness.StartAsync(("Uploads:IdleSeconds", "1"))).Videos;

    [Test]
    public async Task Upload_WithAFile_TakesItsWholeLife()
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:CollectionId", "films"));
        var file = RandomNumberGenerator.GetBytes(300_000);

        var id = await harness.Videos.CreateAsync("A film", None);
        var empty = await harness.Videos.FindAsync(id, None);
        await harness.Videos.UploadAsync(id, new MemoryStream(file), file.Length, None);
        var processing = await harness.Videos.FindAsync(id, None);
        await harness.Bunny.ProcessAsync(id);
        var ready = await harness.Videos.FindAsync(id, None);

        Assert.Multiple(() =>
        {
            Assert.That(harness.Bunny.Videos[id].Title, Is.EqualTo("A film"));
            Assert.That(harness.Bunny.Videos[id].CollectionId, Is.EqualTo("films"));
            Assert.That(empty, Is.EqualTo(new ProviderVideo(ProviderVideoStatus.Empty, 0, null, null)));
            Assert.That(processing!.Status, Is.EqualTo(ProviderVideoStatus.Processing));
            Assert.That(ready, Is.EqualTo(new ProviderVideo(
                ProviderVideoStatus.Ready, 100, 20, Convert.ToHexString(SHA256.HashData(file)))));
        });
    }

    [Test]
    public async Task Upload_WhenTheFileIsAborted_AbortsTheBodyAndKeepsTheSessionOpen()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var id = await harness.Videos.CreateAsync("A film", None);

        Assert.ThrowsAsync<EndOfStreamException>(
            () => harness.Videos.UploadAsync(id, new MemoryStream(new byte[100_000]), 200_000, None));
        await harness.Videos.UploadAsync(id, new MemoryStream(new byte[100_000]), 100_000, None);

        Assert.That(harness.Bunny.Videos[id].FileBytes, Is.EqualTo(100_000));
    }

    [Test]
    public async Task Upload_WhenTheProviderDisconnects_FailsOnceAndKeepsTheSessionOpen()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var id = await harness.Videos.CreateAsync("A film", None);
        harness.Bunny.Fault = new Fault(FaultKind.CutTransfer, Times: 1, AfterBytes: 100_000);

        var failure = FailureOf(() => harness.Videos.UploadAsync(id, new MemoryStream(new byte[9_000_000]), 9_000_000, None));
        await harness.Videos.UploadAsync(id, new MemoryStream(new byte[10]), 10, None);

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Failed));
            Assert.That(harness.Bunny.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Upload_WhenTheProviderStalls_TimesOut()
    {
        await using var harness = await BunnyHarness.StartAsync(("Uploads:IdleSeconds", "1"));
        var id = await harness.Videos.CreateAsync("A film", None);
        harness.Bunny.Fault = new Fault(FaultKind.HoldTransfer);

        var failure = FailureOf(() => harness.Videos.UploadAsync(id, new MemoryStream(new byte[9_000_000]), 9_000_000, None));

        Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.TimedOut));
    }

    [Test]
    public async Task Upload_WhenTheProviderRefuses_IsNotRepeatedAndTheFileIsNotSent()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var id = await harness.Videos.CreateAsync("A film", None);
        harness.Bunny.Fault = new Fault(FaultKind.Status, 500);
        var file = new MemoryStream(new byte[9_000_000]);

        var failure = FailureOf(() => harness.Videos.UploadAsync(id, file, file.Length, None));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Failed));
            Assert.That(file.Position, Is.Zero);
            Assert.That(harness.Bunny.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)), Is.EqualTo(1));
        });
    }

    [TestCase(401, VideoGatewayFailure.Failed)]
    [TestCase(403, VideoGatewayFailure.Failed)]
    [TestCase(404, VideoGatewayFailure.Failed)]
    [TestCase(400, VideoGatewayFailure.Failed)]
    [TestCase(500, VideoGatewayFailure.Failed)]
    [TestCase(429, VideoGatewayFailure.Unavailable)]
    [TestCase(503, VideoGatewayFailure.Unavailable)]
    [TestCase(504, VideoGatewayFailure.TimedOut)]
    public async Task Create_WhenTheProviderAnswersWithAnError_SaysSoAndLeaksNothing(int status, VideoGatewayFailure expected)
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Status, status);

        var failure = FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(expected));
            Assert.That(failure.Message, Does.Not.Contain("/mnt").And.Not.Contain(EmulatedBunny.ApiKey));
            Assert.That(harness.Log, Does.Contain($"Bunny.net answered a POST with {status}"));
            Assert.That(harness.Log, Does.Not.Contain("/mnt").And.Not.Contain(EmulatedBunny.ApiKey));
        });
    }

    [TestCase(500, 4)]
    [TestCase(429, 4)]
    [TestCase(401, 1)]
    [TestCase(400, 1)]
    public async Task Create_WhenTheProviderAnswersWithAnError_IsRepeatedWhereThatHelps(int status, int tries)
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Status, status);

        FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.That(harness.Bunny.Requests, Has.Count.EqualTo(tries));
    }

    [Test]
    public async Task Create_WhenTheProviderHangs_IsNotRepeated()
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:AttemptSeconds", "0.5"));
        harness.Bunny.Fault = new Fault(FaultKind.Hang);

        var failure = FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.TimedOut));
            Assert.That(harness.Bunny.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Create_WhenTheConnectionIsCut_IsNotRepeated()
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Cut);

        var failure = FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Failed));
            Assert.That(harness.Bunny.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Create_WhenTheProviderIsUnreachable_Fails()
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:BaseUrl", "http://127.0.0.1:1"));

        var failure = FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Failed));
    }

    [Test]
    public async Task Create_WhenTheAnswerIsNoJson_Fails()
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Nonsense);

        var failure = FailureOf(() => harness.Videos.CreateAsync("A film", None));

        Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Failed));
    }

    [Test]
    public async Task Create_WhenTheClientGoesAway_EndsWithoutAFailure()
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Hang);
        using var gone = new CancellationTokenSource();

        var creating = harness.Videos.CreateAsync("A film", gone.Token);
        Assert.That(() => harness.Bunny.Requests, Is.Not.Empty.After(10).Seconds.PollEvery(20).MilliSeconds);
        await gone.CancelAsync();

        Assert.That(async () => await creating, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(FaultKind.Hang)]
    [TestCase(FaultKind.Cut)]
    public async Task Find_WhenTheProviderDoesNotAnswer_IsRepeated(FaultKind kind)
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:AttemptSeconds", "0.5"));
        var id = await harness.Videos.CreateAsync("A film", None);
        harness.Bunny.Fault = new Fault(kind, Times: 2);

        var video = await harness.Videos.FindAsync(id, None);

        Assert.Multiple(() =>
        {
            Assert.That(video, Is.Not.Null);
            Assert.That(harness.Bunny.Requests, Has.Count.EqualTo(4));
        });
    }

    [Test]
    public async Task Find_WhenTheProviderHangsForGood_EndsAfterTheTotalTime()
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:AttemptSeconds", "10"), ("Bunny:TotalSeconds", "0.5"));
        harness.Bunny.Fault = new Fault(FaultKind.Hang);

        var failure = FailureOf(() => harness.Videos.FindAsync(Guid.NewGuid(), None));

        Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.TimedOut));
    }

    [Test]
    public async Task Find_WhenRetryAfterIsShort_Waits()
    {
        await using var harness = await BunnyHarness.StartAsync();
        var id = await harness.Videos.CreateAsync("A film", None);
        harness.Bunny.Fault = new Fault(FaultKind.Status, 429, RetryAfter: "1", Times: 1);
        var time = Stopwatch.StartNew();

        await harness.Videos.FindAsync(id, None);

        Assert.That(time.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(0.95)));
    }

    [Test]
    public async Task Find_WhenRetryAfterIsLong_PassesItOn()
    {
        await using var harness = await BunnyHarness.StartAsync();
        harness.Bunny.Fault = new Fault(FaultKind.Status, 429, RetryAfter: "60");

        var failure = FailureOf(() => harness.Videos.FindAsync(Guid.NewGuid(), None));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
            Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(60)));
            Assert.That(harness.Bunny.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task State_WhileTheProviderFails_IsDegradedAndRecovers()
    {
        await using var harness = await BunnyHarness.StartAsync(("Bunny:BreakSeconds", "0.5"));
        using var watch = harness.CreateWatch();
        await watch.StartAsync(None);
        harness.Bunny.Fault = new Fault(FaultKind.Status, 500);

        FailureOf(() => harness.Videos.FindAsync(Guid.NewGuid(), None));
        FailureOf(() => harness.Videos.FindAsync(Guid.NewGuid(), None));
        var isDegraded = harness.Videos.IsDegraded;
        var failure = FailureOf(() => harness.Videos.FindAsync(Guid.NewGuid(), None));
        harness.Bunny.Fault = null;
        Assert.That(() => harness.Videos.IsDegraded, Is.False.After(10).Seconds.PollEvery(20).MilliSeconds);

        Assert.Multiple(() =>
        {
            Assert.That(isDegraded, Is.True);
            Assert.That(failure.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
            Assert.That(failure.RetryAfter, Is.Not.Null);
        });
        await watch.StopAsync(None);
    }

    [Test]
    public async Task Watch_AtTheStart_WarnsThatWebhooksAreNotChecked()
    {
        await using var harness = await BunnyHarness.StartAsync();
        using var watch = harness.CreateWatch();

        await watch.StartAsync(None);

        Assert.That(() => harness.Log, Does.Contain("webhooks are accepted from anyone").After(10).Seconds.PollEvery(20).MilliSeconds);
        await watch.StopAsync(None);
    }

    private static VideoGatewayException FailureOf(Func<Task> call) => Assert.ThrowsAsync<VideoGatewayException>(call)!;
}
