using Moq;
using VideoChat.Application.Health;

namespace VideoChat.Application.UnitTests.Health;

public sealed class GetReadinessTests
{
    private readonly Lifecycle _lifecycle = new();
    private readonly Mock<IDatabaseProbe> _database = new();

    [SetUp]
    public void SetUpDatabase() =>
        SetUpDatabase(new DatabaseStatus(new Statistics(0, 0, 0), TakesWrites: true, null));

    [Test]
    public async Task Handle_WhenMigratedAndTheDatabaseAnswers_IsReady()
    {
        _lifecycle.Migrated();

        var readiness = await HandleAsync();

        Assert.That(readiness, Is.EqualTo(Readiness.Ready));
    }

    [Test]
    public async Task Handle_WhenNotMigratedYet_IsStartingAndLeavesTheDatabaseAlone()
    {
        var readiness = await HandleAsync();

        Assert.That(readiness, Is.EqualTo(Readiness.Starting));
        _database.VerifyNoOtherCalls();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Handle_WhenTheProcessStops_IsDraining(bool isMigrated)
    {
        if (isMigrated)
            _lifecycle.Migrated();
        _lifecycle.Drain();

        var readiness = await HandleAsync();

        Assert.That(readiness, Is.EqualTo(Readiness.Draining));
    }

    [Test]
    public async Task Handle_WhenTheDatabaseDoesNotAnswer_IsDatabaseDown()
    {
        _lifecycle.Migrated();
        SetUpDatabase(new DatabaseStatus(null, TakesWrites: false, "away"));

        var readiness = await HandleAsync();

        Assert.That(readiness, Is.EqualTo(Readiness.DatabaseDown));
    }

    [Test]
    public async Task Handle_WhenTheDatabaseTakesNoWrites_IsDatabaseReadOnly()
    {
        _lifecycle.Migrated();
        SetUpDatabase(new DatabaseStatus(new Statistics(0, 0, 0), TakesWrites: false, "read-only"));

        var readiness = await HandleAsync();

        Assert.That(readiness, Is.EqualTo(Readiness.DatabaseReadOnly));
    }

    private void SetUpDatabase(DatabaseStatus status) =>
        _database.Setup(d => d.ProbeAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);

    private Task<Readiness> HandleAsync() =>
        new GetReadinessQueryHandler(_lifecycle, _database.Object).Handle(new GetReadinessQuery(), CancellationToken.None);
}
