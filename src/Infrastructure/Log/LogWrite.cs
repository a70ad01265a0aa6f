using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log;

/// <summary>One entry of the log's queue: all of it is written, or nothing.</summary>
internal abstract class LogWrite
{
    /// <summary>The request it serves, where that has an idempotency key.</summary>
    protected IdempotentRequest? Request { get; } = IdempotentRequest.Current;

    /// <summary>What it is written for: what is logged of it belongs to that trace.</summary>
    public Activity? Origin { get; } = Activity.Current;

    /// <summary>The same, while somebody collects spans.</summary>
    public Activity? Cause => Telemetry.Activities.HasListeners() ? Origin : null;

    /// <summary>The room whose log it adds to; null where it adds to none.</summary>
    public abstract Guid? RoomId { get; }

    /// <summary>The message that it brings, where that is what it brings.</summary>
    public virtual Message? Message => null;

    /// <summary>How many characters of content it brings.</summary>
    public virtual int Length => 0;

    /// <summary>Writes inside the transaction. It may be called again after a transaction that was rolled back.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>What was written is durable and published. Without effect if the callers have their answer already.</summary>
    public abstract void Complete();

    /// <summary>Nothing was written, or it is not known in time. Without effect if the callers have their answer already.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A message for a room.</summary>
internal sealed class MessageWrite(Message message, Func<Message, object> answer) : LogWrite
{
    private readonly TaskCompletionSource<Message> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Message? _result;
    private Exception? _refusal;

    public Task<Message> Stored => _stored.Task;

    public override Guid? RoomId => message.RoomId;

    public override Message Message => message;

    public override int Length => message.Content.Length;

    public override void Apply(LogTransaction transaction)
    {
        // What refused it in a transaction that was rolled back need not be there any more.
        _refusal = null;
        try
        {
            _result = transaction.Append(message);
        }
        catch (Exception exception) when (exception is NotFoundException or DomainException)
        {
            // Refused before anything was written, so the rest of the transaction need not suffer.
            _refusal = exception;
            return;
        }
        if (Request is not null)
            transaction.Remember(Request, answer(_result));
    }

    public override void Complete()
    {
        if (_refusal is null)
            _stored.TrySetResult(_result!);
        else
            _stored.TrySetException(_refusal);
    }

    public override void Fail(Exception exception) => _stored.TrySetException(exception);
}

/// <summary>All that a unit of work was given.</summary>
internal sealed class UnitOfWorkWrite<TAnswer>(
    IReadOnlyList<Action<LogTransaction>> changes, Guid? roomId, Func<TAnswer> answer) : LogWrite
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
        if (Request is not null)
            transaction.Remember(Request, _result!);
    }

    public override void Complete() => _saved.TrySetResult(_result!);

    public override void Fail(Exception exception) => _saved.TrySetException(exception);
}
