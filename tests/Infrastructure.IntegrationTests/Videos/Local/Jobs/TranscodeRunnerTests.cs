using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Jobs;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Jobs;

public sealed class TranscodeRunnerTests
{
    [Test]
    public async Task Run_WhenTheFileIsAnalyzed_ReturnsTheJobToTheQueueAfterItsClaimIsReleased()
    {
        TranscodeBench.RequireFfmpeg();
        using var bench = new TranscodeBench();
        using var folder = new TestFolder();
        var video = Video.Create(Guid.NewGuid(), Some.Room(), creator: null, title: null, description: null, Some.Time);
        var storage = new LocalStorage(
            Options.Create(new StorageOptions { Path = folder.Path }), Mock.Of<IHostEnvironment>(e => e.ContentRootPath == folder.Path));
        var originals = new OriginalFiles(storage);
        originals.Place(
            await bench.MakeAsync("film.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=10:duration=1"), video.Id, ".mp4");
        var queue = new TranscodeQueue(TimeProvider.System);
        queue.Enqueue(video.Id);
        var job = await queue.TakeAsync(maxCpuSeconds: null, CancellationToken.None);
        int? waitingAtRelease = null;
        var runner = CreateRunner(video, storage, originals, queue, new FakeClaims(() => waitingAtRelease = queue.Waiting));

        await runner.RunAsync(job, CancellationToken.None);

        // Another worker that took the job before the release would find it claimed and drop it until the next sweep.
        Assert.That((waitingAtRelease, queue.Waiting), Is.EqualTo((0, 1)));
        Assert.That(job.Plan, Is.Not.Null);
    }

    private static TranscodeRunner CreateRunner(
        Video video, LocalStorage storage, OriginalFiles originals, TranscodeQueue queue, FakeClaims claims)
    {
        var (options, clock, tools) = (Options.Create(new TranscodeOptions()), TimeProvider.System, new FfmpegTools(MediaPrograms.Folder));
        var space = new DiskSpace(() => long.MaxValue / 2, reserve: 1, clock, NullLogger<DiskSpace>.Instance);
        var (results, attempts) = (new ResultFolders(storage), new TranscodeAttempts(originals));
        var steps = new TranscodeSteps(
            new SourceReader(tools, options, clock, NullLogger<SourceReader>.Instance),
            new Transcoder(tools, space, options, clock, NullLogger<Transcoder>.Instance),
            new ThumbnailMaker(tools, options, clock),
            attempts,
            new ResultPublisher(
                originals, results, new OriginalRetention(originals, results, options), attempts, space, tools,
                NullLogger<ResultPublisher>.Instance),
            tools, queue, Mock.Of<IVideoRefreshQueue>());
        var videos = new Mock<IVideoRepository>();
        videos.Setup(v => v.FindAsync(video.Id, It.IsAny<CancellationToken>())).ReturnsAsync(video);
        var services = new ServiceCollection().AddScoped(_ => videos.Object).BuildServiceProvider();
        return new TranscodeRunner(
            storage, originals, results, queue, steps, claims, services.GetRequiredService<IServiceScopeFactory>());
    }
}
