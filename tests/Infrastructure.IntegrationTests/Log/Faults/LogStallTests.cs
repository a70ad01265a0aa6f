using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.IntegrationTests.Log.Faults;

/// <summary>A transaction that hangs, as on a disk that does not respond.</summary>
public sealed class LogStallTests
{
    [Test]
    public async Task Append_WhenATransactionHangs_FailsUntilItEnds()
    {
        await using var host = await TestHost.StartAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        using var hanging = new HangingWrite();
        await host.Log.EnqueueAsync(hanging, CancellationToken.None);
        await hanging.Begun;
        var waiting = await host.EnqueueAsync(Some.Message(room, user, "waiting", "c-1"));

        host.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.That(waiting.IsCompleted, Is.False);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.ThrowsAsync<UnavailableException>(() => hanging.Done);
        Assert.ThrowsAsync<UnavailableException>(() => waiting);
        Assert.ThrowsAsync<UnavailableException>(() => host.AppendAsync(Some.Message(room, user, "refused")));
        Assert.That(host.Get<DatabaseState>().WriteFault, Is.EqualTo("The database does not respond."));

        hanging.GoOn();
        await Wait.UntilAsync(() => !host.Get<LogStall>().IsStalled, "the transaction has ended");
        Assert.That(host.Get<DatabaseState>().WriteFault, Is.Null);
        var again = await host.AppendAsync(Some.Message(room, user, "waiting", "c-1"));

        // Only the repeated message is stored, because the writes that were queued after the transaction were not written.
        Assert.That(again.Seq, Is.EqualTo(1));
    }

    [Test]
    public async Task Probe_WhenAStalledTransactionHasCommittedAndIsBeingPublished_SaysThatWritesAreRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        using var hanging = new HangingWrite { IsHeldAfterCommit = true };
        await host.Log.EnqueueAsync(hanging, CancellationToken.None);
        await hanging.Begun;
        host.Clock.Advance(TimeSpan.FromSeconds(8));
        hanging.GoOn();
        await hanging.Committed;

        var during = await host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);
        Assert.ThrowsAsync<UnavailableException>(() => host.AppendAsync(Some.Message(room, user, "refused")));
        hanging.Finish();
        await Wait.UntilAsync(() => !host.Get<LogStall>().IsStalled, "the transaction has ended");
        var afterwards = await host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);

        Assert.That((during.TakesWrites, during.Reason), Is.EqualTo((false, "The database does not respond.")));
        Assert.That((afterwards.TakesWrites, afterwards.Reason), Is.EqualTo((true, (string?)null)));
        Assert.That((await host.AppendAsync(Some.Message(room, user, "taken"))).Seq, Is.EqualTo(1));
    }

    private sealed class HangingWrite : LogWrite, IDisposable
    {
        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource _done = new();
        private readonly TaskCompletionSource _committed = new();
        private readonly ManualResetEventSlim _held = new();
        private readonly ManualResetEventSlim _published = new();

        public bool IsHeldAfterCommit { get; init; }

        public Task Begun => _begun.Task.WaitAsync(Wait.Timeout);

        public Task Done => _done.Task.WaitAsync(Wait.Timeout);

        public Task Committed => _committed.Task.WaitAsync(Wait.Timeout);

        public override Guid? RoomId => null;

        public void GoOn() => _held.Set();

        public void Finish() => _published.Set();

        public override void Apply(LogTransaction transaction)
        {
            _begun.SetResult();
            _held.Wait(Wait.Timeout);
        }

        public override void Complete()
        {
            _committed.SetResult();
            if (IsHeldAfterCommit)
                _published.Wait(Wait.Timeout);
            _done.TrySetResult();
        }

        public override void Fail(Exception exception) => _done.TrySetException(exception);

        public void Dispose()
        {
            _held.Dispose();
            _published.Dispose();
        }
    }
}
