using Moq;
using VideoChat.Application.Health;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.Health;

public sealed class GetHealthTests
{
    private static readonly Statistics Counts = new(Users: 3, Rooms: 2, Messages: 1);
    private static readonly DiskStatus Roomy = new(FreeBytes: 1_000, ReservedBytes: 100, BookedBytes: 10);
    private static readonly DiskStatus Full = new(FreeBytes: 99, ReservedBytes: 100, BookedBytes: 10);

    private readonly Lifecycle _lifecycle = new();
    private readonly Mock<IDatabaseProbe> _database = new();
    private DiskStatus? _disk = Roomy;

    [SetUp]
    public void SetUp()
    {
        _lifecycle.Migrated();
        SetUpDatabase(new DatabaseStatus(Counts, TakesWrites: true, null));
    }

    [Test]
    public async Task Handle_WhenAllIsWell_ReportsTheParts()
    {
        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(
            HealthStatus.Healthy, null, Roomy, Counts, 5, BackplaneState.InProcess, MediaProvider.Bunny, true, Some.Time)));
    }

    [Test]
    public async Task Handle_WhenNotMigratedYet_IsStartingAndLeavesTheDatabaseAlone()
    {
        var report = await HandleAsync(new Lifecycle());

        Assert.That((report.Status, report.Statistics), Is.EqualTo((HealthStatus.Starting, (Statistics?)null)));
        _database.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheDatabaseDoesNotAnswer_SaysSoAndReportsTheRest()
    {
        SetUpDatabase(new DatabaseStatus(null, TakesWrites: false, "It is away."));

        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(
            HealthStatus.Unhealthy, "It is away.", Roomy, null, 5, BackplaneState.InProcess, MediaProvider.Bunny, true, Some.Time)));
    }

    [Test]
    public async Task Handle_WhenTheDatabaseTakesNoWrites_IsDegradedWithTheReason()
    {
        SetUpDatabase(new DatabaseStatus(Counts, TakesWrites: false, "It is read-only."));

        var report = await HandleAsync();

        Assert.That((report.Status, report.Reason), Is.EqualTo((HealthStatus.Degraded, "It is read-only.")));
    }

    [Test]
    public async Task Handle_WhenTheDiskIsNearlyFull_IsDegradedWithTheReason()
    {
        _disk = Full;

        var report = await HandleAsync();

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(report.Reason, Does.Contain("Storage:ReserveBytes"));
    }

    [Test]
    public async Task Handle_WhenTheDiskCannotBeQueried_IsHealthyWithoutFigures()
    {
        _disk = null;

        var report = await HandleAsync();

        Assert.That((report.Status, report.Disk), Is.EqualTo((HealthStatus.Healthy, (DiskStatus?)null)));
    }

    [TestCase(MediaProvider.Bunny, BackplaneState.Up, VideoStorage.Provider)]
    [TestCase(MediaProvider.Local, BackplaneState.InProcess, VideoStorage.Folder)]
    [TestCase(MediaProvider.Local, BackplaneState.Up, VideoStorage.SharedFolder)]
    [TestCase(MediaProvider.Local, BackplaneState.Degraded, VideoStorage.SharedFolder)]
    [TestCase(MediaProvider.Disabled, BackplaneState.Up, VideoStorage.None)]
    public void VideoStorage_Always_SaysWhatTheMachinesNeed(MediaProvider video, BackplaneState backplane, VideoStorage expected)
    {
        var report = new HealthReport(HealthStatus.Healthy, null, null, null, 0, backplane, video, false, Some.Time);

        Assert.That(report.VideoStorage, Is.EqualTo(expected));
    }

    private void SetUpDatabase(DatabaseStatus status) =>
        _database.Setup(d => d.ProbeAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);

    private Task<HealthReport> HandleAsync(Lifecycle? lifecycle = null)
    {
        var realtime = Mock.Of<IRealtimeProbe>(r => r.Connections == 5 && r.Backplane == BackplaneState.InProcess);
        var video = Mock.Of<IVideoGateway>(v => v.Provider == MediaProvider.Bunny && v.IsDegraded);
        var disk = Mock.Of<IDiskProbe>(d => d.Read() == _disk);
        var handler = new GetHealthQueryHandler(lifecycle ?? _lifecycle, _database.Object, disk, realtime, video, Some.Clock());
        return handler.Handle(new GetHealthQuery(), CancellationToken.None);
    }
}
