using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Faults;

public sealed class DatabaseStateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void WriteFault_WhenAFullDiskTakesSomeWrites_StaysUntilNoneHasFailedForAWhile()
    {
        var state = new DatabaseState(_clock);
        for (var i = 0; i < 10; i++)
        {
            state.WriteFailed(Fault(13));
            state.WriteSucceeded();
            Assert.That(state.WriteFault, Is.EqualTo("The disk of the database is full."));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(state.WriteFault, Is.Not.Null, "nothing was written since");
        state.WriteSucceeded();

        Assert.That(state.WriteFault, Is.Null);
        Assert.That(state.HasWrittenWithin(TimeSpan.FromSeconds(1)), Is.True);
    }

    [TestCase(8)]
    [TestCase(10)]
    public void WriteFault_WhenAnotherFaultIsOver_EndsWithTheNextWrite(int code)
    {
        var state = new DatabaseState(_clock);
        state.WriteFailed(Fault(13));
        state.WriteFailed(Fault(code));

        state.WriteSucceeded();

        Assert.That(state.WriteFault, Is.Null);
    }

    private static SqliteException Fault(int code) => new("", code);
}
