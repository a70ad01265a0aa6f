using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Writes;

internal sealed class MessageWrite(MessagePosted message, IdempotentRequest? request, Func<Message, object> answer) : LogWrite
{
    private readonly TaskCompletionSource<Message> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Message? _result;
    private Exception? _rejection;

    public Task<Message> Stored => _stored.Task;

    public override Guid? RoomId => message.RoomId;

    public override MessagePosted Message => message;

    public override int Length => message.Content.Length;

    public override void Apply(LogTransaction transaction)
    {
        _rejection = null;
        try
        {
            _result = transaction.Append(message);
        }
        catch (Exception exception) when (exception is NotFoundException or DomainException)
        {
            // The message was rejected before anything was stored, so the rest of the batch can continue.
            _rejection = exception;
            return;
        }
        if (request is not null)
            transaction.Raise(new RequestAnswered(request, answer(_result)));
    }

    public override void Complete()
    {
        if (_rejection is null)
            _stored.TrySetResult(_result!);
        else
            _stored.TrySetException(_rejection);
    }

    public override void Fail(Exception exception) => _stored.TrySetException(exception);
}
