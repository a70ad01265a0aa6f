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
    public async Task Handle_WhenAllIsWell_TellsWhatThePartsSay()
    {
        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(
            HealthStatus.Healthy, null, Roomy, Counts, 5, "in_process", "bunny", "degraded", Some.Time)));
    }

    [Test]
    public async Task Handle_WhenNotMigratedYet_IsStartingAndLeavesTheDatabaseAlone()
    {
        var report = await HandleAsync(new Lifecycle());

        Assert.That((report.Status, report.Statistics), Is.EqualTo((HealthStatus.Starting, (Statistics?)null)));
        _database.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheDatabaseDoesNotAnswer_SaysSoAndStillTellsTheRest()
    {
        SetUpDatabase(new DatabaseStatus(null, TakesWrites: false, "It is away."));

        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(
            HealthStatus.Unhealthy, "It is away.", Roomy, null, 5, "in_process", "bunny", "degraded", Some.Time)));
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

    [TestCase("bunny", "up", "provider")]
    [TestCase("local", "in_process", "folder")]
    [TestCase("local", "up", "shared_folder")]
    [TestCase("local", "degraded", "shared_folder")]
    [TestCase("disabled", "up", "none")]
    public void VideoStorage_Always_SaysWhatTheMachinesNeed(string video, string backplane, string expected)
    {
        var report = new HealthReport(HealthStatus.Healthy, null, null, null, 0, backplane, video, "enabled", Some.Time);

        Assert.That(report.VideoStorage, Is.EqualTo(expected));
    }

    private void SetUpDatabase(DatabaseStatus status) =>
        _database.Setup(d => d.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);

    private Task<HealthReport> HandleAsync(Lifecycle? lifecycle = null)
    {
        var realtime = Mock.Of<IRealtimeProbe>(r => r.Connections == 5 && r.Backplane == "in_process");
        var video = Mock.Of<IVideoGateway>(v => v.Name == "bunny" && v.State == "degraded");
        var disk = Mock.Of<IDiskProbe>(d => d.Read() == _disk);
        var handler = new GetHealthQueryHandler(lifecycle ?? _lifecycle, _database.Object, disk, realtime, video, Some.Clock());
        return handler.Handle(new GetHealthQuery(), CancellationToken.None);
    }
}
