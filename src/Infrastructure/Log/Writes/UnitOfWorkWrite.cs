using VideoChat.Application.Common.Idempotency;

namespace VideoChat.Infrastructure.Log.Writes;

internal sealed class UnitOfWorkWrite<TAnswer>(
    IReadOnlyList<Action<LogTransaction>> changes, Guid? roomId, IdempotentRequest? request, Func<TAnswer> answer) : LogWrite
{
    private readonly TaskCompletionSource<TAnswer> _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TAnswer? _result;

    public Task<TAnswer> Saved => _saved.Task;

    public override Guid? RoomId => roomId;

    public override void Apply(LogTransaction transaction)
    {
        foreach (var change in changes)
            change(transaction);
        _result = answer();
        if (request is not null)
            transaction.Raise(new RequestAnswered(request, _result!));
    }

    public override void Complete() => _saved.TrySetResult(_result!);

    public override void Fail(Exception exception) => _saved.TrySetException(exception);
}
