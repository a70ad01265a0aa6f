using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos;
using VideoChat.Infrastructure.Videos.Local;
using VideoChat.Infrastructure.Videos.Local.Jobs;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local;

public sealed class LocalVideoGatewayTests : VideoGatewaySpecification
{
    private const long Reserve = 1_000;

    private static readonly byte[] File100 = [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[88]];

    private long _free;
    private FakeTimeProvider _clock = null!;
    private DiskSpace _space = null!;

    private DirectoryInfo _folder = null!;
    private LocalStorage _storage = null!;
    private OriginalFiles _originals = null!;
    private ResultFolders _results = null!;
    private TranscodeQueue _queue = null!;
    private LocalVideoGateway _gateway = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("videochat-");
        _storage = new LocalStorage(
            Options.Create(new StorageOptions { Path = "data" }),
            Mock.Of<IHostEnvironment>(environment => environment.ContentRootPath == _folder.FullName));
        _storage.Prepare();
        _queue = new TranscodeQueue(TimeProvider.System);
        _free = long.MaxValue;
        _clock = new FakeTimeProvider();
        _space = new DiskSpace(() => _free, Reserve, _clock, NullLogger<DiskSpace>.Instance);
        (_originals, _results) = (new OriginalFiles(_storage), new ResultFolders(_storage));
        var errors = new StorageErrors(NullLogger<StorageErrors>.Instance);
        var uploads = new UploadReceiver(
            _originals, _results, _space, errors, Options.Create(new UploadsOptions { IdleSeconds = 1 }), TimeProvider.System);
        _gateway = new LocalVideoGateway(_storage, _originals, _results, _queue, uploads, errors, new ConfigurationBuilder().Build());
    }

    [TearDown]
    public void TearDown()
    {
        _space.Dispose();
        _folder.Delete(recursive: true);
    }

    private protected override Task<IVideoGateway> CreateGatewayAsync() => Task.FromResult<IVideoGateway>(_gateway);

    [Test]
    public async Task Find_WhenThereIsNoFile_IsNull()
    {
        var id = await _gateway.CreateAsync("title", default);

        Assert.That(await _gateway.FindAsync(id, default), Is.Null);
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task Find_WhenTheFileWaits_ChangesNothingAndBeginProcessingQueuesIt()
    {
        var id = await _gateway.CreateAsync("title", default);
        var recording = Path.Combine(Directory.CreateDirectory(_storage.Recordings).FullName, $"{Guid.NewGuid()}.{id}.flv");
        await File.WriteAllBytesAsync(recording, File100);

        var found = await _gateway.FindAsync(id, default);
        var (files, position) = (Files().ToList(), _gateway.QueuePositionOf(id));
        _gateway.BeginProcessing(id);
        _gateway.BeginProcessing(id);

        Assert.That(found!.Status, Is.EqualTo(ProviderVideoStatus.Processing));
        Assert.That((files.Single(), position), Is.EqualTo(($"recordings/{Path.GetFileName(recording)}", (int?)null)));
        Assert.That((Files().Single(), _gateway.QueuePositionOf(id)), Is.EqualTo(($"originals/{id}.flv", (int?)1)));
    }

    [Test]
    public async Task Upload_WhenTheFileIsWhole_IsInItsPlaceAndProcessing()
    {
        var id = await _gateway.CreateAsync("title", default);

        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);
        _queue.Enqueue(id);
        _queue.Report(id, 42);

        Assert.That(Files(), Is.EqualTo([$"originals/{id}.mp4"]));
        Assert.That(
            await _gateway.FindAsync(id, default), Is.EqualTo(new ProviderVideo(ProviderVideoStatus.Processing, 42, null, null)));
    }

    [Test]
    public async Task Upload_WhenTheFileIsLongerThanPromised_TakesWhatWasPromised()
    {
        var id = await _gateway.CreateAsync("title", default);

        await _gateway.UploadAsync(id, new MemoryStream(File100), 60, default);

        Assert.That(new FileInfo(_originals.Find(id)!).Length, Is.EqualTo(60));
    }

    [Test]
    public async Task Upload_WhenTheFileIsAborted_LeavesNothingAndCanBeRetried()
    {
        var id = await _gateway.CreateAsync("title", default);

        Assert.ThrowsAsync<IOException>(() => _gateway.UploadAsync(id, new MemoryStream(File100), 101, default));

        Assert.That(Files(), Is.Empty);
        await _gateway.UploadAsync(id, new MemoryStream(File100), 100, default);
    }

    [Test]
    public async Task Upload_WhenItStalls_LeavesNothing()
    {
        var id = await _gateway.CreateAsync("title", default);
        var silent = new System.IO.Pipelines.Pipe();
        await silent.Writer.WriteAsync(File100);

        Assert.ThrowsAsync<BadHttpRequestException>(() => _gateway.UploadAsync(id, silent.Reader.AsStream(), 200, default));

        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task Upload_WhenAnotherUploadHasBookedTheSpace_SaysSo()
    {
        _free = Reserve + 150;
        var first = new System.IO.Pipelines.Pipe();
        await first.Writer.WriteAsync(File100.AsMemory(..50));
        var firstId = await _gateway.CreateAsync("title", default);
        var upload = _gateway.UploadAsync(firstId, first.Reader.AsStream(), 100, default);
        var id = await _gateway.CreateAsync("title", default);

        var exception = Assert.ThrowsAsync<VideoGatewayException>(
            () => _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default));

        Assert.That(exception!.Message, Does.Contain("no room"));
        await first.Writer.WriteAsync(File100.AsMemory(50..));
        await upload;
        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);
    }

    [Test]
    public async Task Upload_WhenTheDiskFallsBelowTheReserve_EndsAndLeavesNothing()
    {
        _free = Reserve + 150;
        var id = await _gateway.CreateAsync("title", default);
        var client = new System.IO.Pipelines.Pipe();
        await client.Writer.WriteAsync(File100.AsMemory(..50));
        var upload = _gateway.UploadAsync(id, client.Reader.AsStream(), 100, default);

        _free = Reserve - 1;
        _clock.Advance(TimeSpan.FromSeconds(1));

        var exception = Assert.ThrowsAsync<VideoGatewayException>(() => upload);
        Assert.That(exception!.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
        Assert.That(Files(), Is.Empty);
        Assert.That(_space.Read().BookedBytes, Is.Zero);
    }

    [Test]
    public async Task Upload_WhenTheStorageCannotBeUsed_SaysSo()
    {
        var id = await _gateway.CreateAsync("title", default);
        Directory.Delete(Path.Combine(_folder.FullName, "data", "uploads"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "data", "uploads"), "in the way");

        var exception = Assert.ThrowsAsync<VideoGatewayException>(
            () => _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default));

        Assert.That(exception!.Failure, Is.EqualTo(VideoGatewayFailure.Unavailable));
        Assert.That(exception.Message, Does.Not.Contain(_folder.FullName));
    }

    [TestCase("{}")]
    [TestCase("")]
    public async Task Upload_WhenTheBytesAreNoContainer_IsRefusedAndCanBeTriedAgain(string content)
    {
        var id = await _gateway.CreateAsync("title", default);
        var bytes = System.Text.Encoding.ASCII.GetBytes(content);

        var exception = Assert.ThrowsAsync<VideoGatewayException>(
            () => _gateway.UploadAsync(id, new MemoryStream(bytes), bytes.Length, default));

        Assert.That(exception!.Failure, Is.EqualTo(VideoGatewayFailure.Refused));
        Assert.That(Files(), Is.Empty);
        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);
    }

    [Test]
    public async Task QueuePosition_WhenTheFileWaits_IsItsPlace()
    {
        var id = await _gateway.CreateAsync("title", default);
        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);
        _queue.Enqueue(Guid.NewGuid());
        _gateway.BeginProcessing(id);

        Assert.That(_gateway.QueuePositionOf(id), Is.EqualTo(2));
        Assert.That(_gateway.QueuePositionOf(Guid.NewGuid()), Is.Null);
    }

    [Test]
    public async Task Find_WhenTheTranscodeIsInItsPlace_IsReady()
    {
        var id = await _gateway.CreateAsync("title", default);
        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);
        var folder = _results.CreateTranscode(id);
        await File.WriteAllTextAsync(Path.Combine(folder, TranscodeResult.MasterPlaylist), "#EXTM3U");
        new TranscodeResult(IsReady: true, 2.5).Write(folder);
        _results.Place(folder, id);

        var video = await _gateway.FindAsync(id, default);

        Assert.That(video, Is.EqualTo(new ProviderVideo(ProviderVideoStatus.Ready, 100, 2.5, null)));
        Assert.That(_gateway.GetPlayback(id), Is.EqualTo(new VideoPlayback($"/media/videos/{id}/playlist.m3u8", null)));
    }

    [Test]
    public async Task Delete_LeavesNothingAndCanBeRepeated()
    {
        var id = await _gateway.CreateAsync("title", default);
        await _gateway.UploadAsync(id, new MemoryStream(File100), File100.Length, default);

        await _gateway.DeleteAsync(id, default);
        await _gateway.DeleteAsync(id, default);

        Assert.That(Files(), Is.Empty);
    }

    private IEnumerable<string> Files()
    {
        var root = Path.Combine(_folder.FullName, "data");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path));
    }
}
