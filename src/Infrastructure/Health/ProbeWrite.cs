using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Health;

/// <summary>Finds out whether the database takes writes, on the way that all writes take: it counts itself.</summary>
internal sealed class ProbeWrite : LogWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it was written or has failed; <see cref="DatabaseState"/> knows which.</summary>
    public Task Done => _done.Task;

    public override Guid? RoomId => null;

    public override void Apply(LogTransaction transaction) => transaction.Count(Counter.Probes);

    public override void Complete() => _done.TrySetResult();

    public override void Fail(Exception exception) => _done.TrySetResult();
}
