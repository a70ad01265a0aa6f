using System.Text;
using NUnit.Framework.Interfaces;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>Tests two machines on one PostgreSQL, one Redis and one folder of videos. One of the machines fails.</summary>
public sealed class SharedFolderTests
{
    private HeldFfmpeg _ffmpeg = null!;
    private TemporaryFolder _folder = null!;
    private PostgresDatabase _database = null!;
    private ApiServer _first = null!;
    private ApiServer _second = null!;
    private byte[] _clip = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Clip.Require();
        PostgresDatabase.IgnoreWithoutServer();
        var redis = TestRedis.Shared();
        _clip = await Clip.MakeAsync(seconds: 1);
        _ffmpeg = new HeldFfmpeg();
        _folder = new TemporaryFolder();
        _database = await PostgresDatabase.CreateAsync();
        (string, string)[] settings = [
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", _database.ConnectionString),
            ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", redis),
            ("Storage__Path", _folder.Path), ("Video__ReconcileSeconds", "1"), ("Shutdown__DrainSeconds", "0"), _ffmpeg.Setting];
        _first = await ApiServer.StartAsync(settings);
        _second = await ApiServer.StartAsync(settings);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _first, _second, _database })
        {
            if (part is not null)
                await part.DisposeAsync();
        }
        _folder?.Dispose();
        _ffmpeg?.Dispose();
    }

    [TearDown]
    public async Task PrintLogsAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            await TestContext.Out.WriteLineAsync($"first:\n{_first.Log}\nsecond:\n{_second.Log}");
    }

    [Test]
    public async Task Upload_WhenBothMachinesGetOneConcurrently_OneWinsAndTheVideoPlaysOnBoth()
    {
        var room = await _first.CreateRoomAsync();
        var id = await _first.OpenSessionAsync(room);

        using var upload = await _first.BeginUploadAsync(id, _clip.AsMemory(0, 1_000), _clip.Length);
        using var refused = await _second.PutFileAsync(id, new ByteArrayContent(_clip));
        await upload.GetStream().WriteAsync(_clip.AsMemory(1_000));
        using var reader = new StreamReader(upload.GetStream(), Encoding.ASCII);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await _second.WaitForStatusAsync(room, id, "ready");

        Assert.That((int)refused.StatusCode, Is.EqualTo(409));
        Assert.That(
            (await refused.ReadJsonAsync()).GetProperty("detail").GetString(),
            Is.EqualTo("Another file is being uploaded to this session."));
        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        await AssertIsReadyOnceAsync(_second, room, id, runs: 1);
    }

    [Test]
    public async Task Upload_WhenTheMachineIsKilled_CanBeSentToTheOther()
    {
        var room = await _second.CreateRoomAsync();
        var id = await _second.OpenSessionAsync(room);
        using var upload = await _first.BeginUploadAsync(id, _clip.AsMemory(0, 1_000), _clip.Length);

        await _first.KillAsync();
        await _second.UploadAsync(id, _clip);
        await _second.WaitForStatusAsync(room, id, "ready");
        await _first.StartAsync();

        await AssertIsReadyOnceAsync(_second, room, id, runs: 1);
    }

    [Test]
    public async Task Start_WhenTheOtherMachineTakesAFile_RemovesOnlyWhatADeadMachineHasLeft()
    {
        var room = await _second.CreateRoomAsync();
        var (dead, alive) = (await _second.OpenSessionAsync(room), await _second.OpenSessionAsync(room));
        using var left = await _first.BeginUploadAsync(dead, Clip.Broken(1_000), length: 1_000_000);
        using var upload = await _second.BeginUploadAsync(alive, _clip.AsMemory(0, 1_000), _clip.Length);

        await _first.KillAsync();
        await _first.StartAsync();
        await Eventually.BeTrueAsync(() => PartsOf(dead) == 0, "the dead machine's files are removed");
        var parts = PartsOf(alive);
        await upload.GetStream().WriteAsync(_clip.AsMemory(1_000));
        await _first.WaitForStatusAsync(room, alive, "ready");

        Assert.That(parts, Is.EqualTo(1));
    }

    [Test]
    public async Task Start_WhenTheOtherMachineMakesAVideo_LeavesItAlone()
    {
        var (room, id, _, other) = await UploadHeldAsync();

        await other.KillAsync();
        await other.StartAsync();
        await RefreshAsync(other, id);
        // The next video is a signal, because a machine that transcodes it has finished with this one.
        var next = await other.OpenSessionAsync(room);
        await other.UploadAsync(next, _clip);
        await other.WaitForStatusAsync(room, next, "ready");
        _ffmpeg.Release(id);
        await other.WaitForStatusAsync(room, id, "ready");

        Assert.That(_ffmpeg.MakersOf(next), Has.Length.EqualTo(1));
        Assert.That(_ffmpeg.MakersOf(id), Has.Length.EqualTo(1));
        Assert.That((await other.ReadMilestonesAsync(room)).Count(type => type == "video_ready"), Is.EqualTo(2));
        await AssertPlaysAsync(other, id);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Transcode_WhenTheMachineStops_IsDoneByTheOther(bool isKilled)
    {
        var (room, id, maker, other) = await UploadHeldAsync();

        if (isKilled)
            await maker.KillAsync();
        else
            maker.Terminate();
        await maker.WaitForExitAsync();
        await Eventually.BeTrueAsync(() => _ffmpeg.MakersOf(id).Contains(other.ProcessId), "the other machine has begun");
        _ffmpeg.Release(id);
        await other.WaitForStatusAsync(room, id, "ready");
        await maker.StartAsync();

        await AssertIsReadyOnceAsync(other, room, id, runs: 2);
    }

    [Test]
    public async Task Transcode_WhenItsFolderVanishes_IsRetriedAndDoesNotFail()
    {
        var (room, id, maker, other) = await UploadHeldAsync();

        Directory.Delete(maker.Leftovers().Single(), recursive: true);
        _ffmpeg.Release(id);
        await Eventually.BeTrueAsync(
            () => maker.Log.Contains($"Processing video {id} failed", StringComparison.Ordinal), "it is put off");
        await RefreshAsync(other, id);
        await other.WaitForStatusAsync(room, id, "ready");

        await AssertIsReadyOnceAsync(other, room, id, runs: 2);
    }

    /// <summary>Uploads a video whose transcode is held on one of the machines. Returns that machine and the other.</summary>
    private async Task<(Guid RoomId, Guid VideoId, ApiServer Maker, ApiServer Other)> UploadHeldAsync()
    {
        var room = await _first.CreateRoomAsync();
        var id = await _first.OpenSessionAsync(room);
        _ffmpeg.Hold(id);
        await _first.UploadAsync(id, _clip);
        await Eventually.BeTrueAsync(() => _ffmpeg.MakersOf(id).Length == 1, "a machine makes the video");
        return _ffmpeg.MakersOf(id)[0] == _first.ProcessId ? (room, id, _first, _second) : (room, id, _second, _first);
    }

    /// <summary>Sends a webhook to make a machine refresh a video. The sender does not matter.</summary>
    private static async Task RefreshAsync(ApiServer machine, Guid id)
    {
        using var response = await machine.PostAsync("/bunny-webhook", new { EventType = "VideoFileEncoded", VideoGuid = id });
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    private int PartsOf(Guid id) => _first.Parts().Count(path => path.Contains(id.ToString(), StringComparison.Ordinal));

    private async Task AssertIsReadyOnceAsync(ApiServer machine, Guid room, Guid id, int runs)
    {
        Assert.That(_ffmpeg.MakersOf(id), Has.Length.EqualTo(runs));
        Assert.That(
            await machine.ReadMilestonesAsync(room), Is.EqualTo(["video_upload_created", "video_processing", "video_ready"]));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "originals", $"{id}.mp4")), Is.EqualTo(_clip));
        await Eventually.BeTrueAsync(() => !_first.Leftovers().Any(), "nothing is left of it");
        await AssertPlaysAsync(machine, id);
    }

    private static async Task AssertPlaysAsync(ApiServer machine, Guid id) =>
        Assert.That(
            (await Clip.ProbeAsync($"{machine.Address}media/videos/{id}/playlist.m3u8", "v", "width,height")).Distinct(),
            Is.EqualTo(["320,240"]));
}
