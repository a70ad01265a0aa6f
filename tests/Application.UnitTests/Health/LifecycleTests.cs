using VideoChat.Application.Health;

namespace VideoChat.Application.UnitTests.Health;

public sealed class LifecycleTests
{
    private readonly Lifecycle _lifecycle = new();

    [Test]
    public void IsMigrated_WhenTheProcessHasJustBegun_IsFalse()
    {
        Assert.That(_lifecycle.IsMigrated, Is.False);
        Assert.That(_lifecycle.IsDraining, Is.False);
    }

    [Test]
    public void Migrated_WhenCalled_IsMigratedAndNotDraining()
    {
        _lifecycle.Migrated();

        Assert.That(_lifecycle.IsMigrated, Is.True);
        Assert.That(_lifecycle.IsDraining, Is.False);
    }

    [Test]
    public void Drain_WhenCalledBeforeTheMigration_IsDrainingAndNotMigrated()
    {
        _lifecycle.Drain();

        Assert.That(_lifecycle.IsDraining, Is.True);
        Assert.That(_lifecycle.IsMigrated, Is.False);
    }
}
