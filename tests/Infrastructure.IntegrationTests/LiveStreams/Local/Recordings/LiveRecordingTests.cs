using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Recordings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveRecordingTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LiveHead _head = new();

    private string File => Path.Combine(_folder.Path, "recordings", "film.flv");

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Write_WhenSequencesFollow_CountsOn()
    {
        await using (var recording = Open())
        {
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0, 1_000);
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0, 500);
        }

        Assert.That(Times(), Is.EqualTo(new uint[] { 0, 1_000, 1_040, 1_540 }));
    }

    [Test]
    public async Task BeginSequence_WhenTheOneBeforeHasNoFrames_WritesTheFilesHeadOnce()
    {
        await using (var recording = Open())
        {
            recording.BeginSequence(_head);
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0, 1_000);
        }

        Assert.That(Times(), Is.EqualTo(new uint[] { 0, 1_000 }));
    }

    [TestCase(1)]
    [TestCase(14)]
    [TestCase(20)]
    public async Task BeginSequence_WhenTheLastTagWasCutOff_ContinuesAfterTheLastWholeOne(int missing)
    {
        await using (var recording = Open())
        {
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0, 1_000, 2_000);
        }
        using (var file = new FileStream(File, FileMode.Open))
            file.SetLength(file.Length - missing);

        await using (var recording = Open())
        {
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0);
        }

        Assert.That(Times(), Is.EqualTo(new uint[] { 0, 1_000, 1_040 }));
    }

    [Test]
    public async Task Write_WhenItsLimitIsReached_StopsWithWholeTags()
    {
        await using (var recording = Open(maxBytes: 100))
        {
            recording.BeginSequence(_head);
            await WriteAsync(recording, 0, 1_000, 2_000, 3_000, 4_000, 5_000);
        }

        Assert.That(Times(), Is.EqualTo(new uint[] { 0, 1_000, 2_000 }));
        Assert.That(new FileInfo(File).Length, Is.LessThanOrEqualTo(100));
    }

    [Test]
    public async Task Write_WhenTheDiskIsFull_StopsAndDoesNotThrow()
    {
        await using var recording = Open(space: Disk.Full);
        recording.BeginSequence(_head);

        await WriteAsync(recording, 0, 1_000);

        Assert.That(Times(), Is.Empty);
    }

    private LiveRecording Open(long maxBytes = long.MaxValue, DiskSpace? space = null) =>
        new(Guid.NewGuid(), File, maxBytes, space ?? Disk.Large, NullLogger.Instance);

    private static async Task WriteAsync(LiveRecording recording, params uint[] times)
    {
        foreach (var time in times)
            await recording.WriteAsync(RtmpMessageType.Video, time, new byte[10], CancellationToken.None);
    }

    private List<uint> Times()
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var times = new List<uint>();
        for (var at = FlvTag.FileHeaderLength; at < bytes.Length;)
        {
            var (_, length, time) = FlvTag.ReadHeader(bytes.AsSpan(at));
            times.Add(time);
            at += FlvTag.HeaderLength + length + FlvTag.TrailerLength;
        }
        return times;
    }
}
