using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Health;

/// <summary>Tests whether the database accepts writes, by writing through the room log as every other write does.</summary>
internal sealed class ProbeWrite : LogWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override Guid? RoomId => null;

    public override void Apply(LogTransaction transaction) => transaction.Raise(new DatabaseProbed());

    public override void Complete() => _done.TrySetResult();

    public override void Fail(Exception exception) => _done.TrySetResult();
}

internal sealed record DatabaseProbed : IDomainEvent;
