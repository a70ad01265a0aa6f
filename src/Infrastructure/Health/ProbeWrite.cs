using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Health;

/// <summary>Tests whether the database accepts writes: takes the same path as every other write and increments a counter.</summary>
internal sealed class ProbeWrite : LogWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after success and after failure. <see cref="DatabaseState"/> contains the result.</summary>
    public Task Done => _done.Task;

    public override Guid? RoomId => null;

    public override void Apply(LogTransaction transaction) => transaction.Raise(new DatabaseProbed());

    public override void Complete() => _done.TrySetResult();

    public override void Fail(Exception exception) => _done.TrySetResult();
}

internal sealed record DatabaseProbed : IDomainEvent;
