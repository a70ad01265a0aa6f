using Moq;
using VideoChat.Application.Health;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.Health;

public sealed class GetHealthTests
{
    private readonly Mock<IDatabaseProbe> _database = new();

    [Test]
    public async Task Handle_WhenTheDatabaseAnswers_TellsWhatThePartsSay()
    {
        var statistics = new Statistics(Users: 3, Rooms: 2, Messages: 1);
        _database.Setup(d => d.ReadStatisticsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(statistics);

        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(true, statistics, 5, "in_process", "bunny", "degraded", Some.Time)));
    }

    [Test]
    public async Task Handle_WhenTheDatabaseDoesNotAnswer_SaysSoAndStillTellsTheRest()
    {
        _database.Setup(d => d.ReadStatisticsAsync(It.IsAny<CancellationToken>())).ReturnsAsync((Statistics?)null);

        var report = await HandleAsync();

        Assert.That(report, Is.EqualTo(new HealthReport(false, null, 5, "in_process", "bunny", "degraded", Some.Time)));
    }

    [TestCase("bunny", "up", "provider")]
    [TestCase("local", "in_process", "folder")]
    [TestCase("local", "up", "shared_folder")]
    [TestCase("local", "degraded", "shared_folder")]
    [TestCase("disabled", "up", "none")]
    public void VideoStorage_Always_SaysWhatTheMachinesNeed(string video, string backplane, string expected)
    {
        var report = new HealthReport(true, null, 0, backplane, video, "enabled", Some.Time);

        Assert.That(report.VideoStorage, Is.EqualTo(expected));
    }

    private Task<HealthReport> HandleAsync()
    {
        var realtime = Mock.Of<IRealtimeProbe>(r => r.Connections == 5 && r.Backplane == "in_process");
        var video = Mock.Of<IVideoGateway>(v => v.Name == "bunny" && v.State == "degraded");
        var handler = new GetHealthQueryHandler(_database.Object, realtime, video, Some.Clock());
        return handler.Handle(new GetHealthQuery(), CancellationToken.None);
    }
}
