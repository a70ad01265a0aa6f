using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Writes;

/// <summary>An entry of the log's queue. It is written as a whole or not at all.</summary>
internal abstract class LogWrite
{
    /// <summary>The activity that queued the write. Its log lines belong to that trace.</summary>
    public Activity? Origin { get; } = Activity.Current;

    /// <summary><see cref="Origin"/> if spans are collected; otherwise null.</summary>
    public Activity? Cause => Telemetry.Activities.HasListeners() ? Origin : null;

    /// <summary>The room whose log gains events, or null.</summary>
    public abstract Guid? RoomId { get; }

    /// <summary>The message it posts, or null.</summary>
    public virtual MessagePosted? Message => null;

    /// <summary>The length of its content, in characters.</summary>
    public virtual int Length => 0;

    /// <summary>Applies the write inside the transaction. Called again if the transaction is retried.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>Completes the caller: the write is durable and published. No effect if the caller already has an answer.</summary>
    public abstract void Complete();

    /// <summary>Fails the caller: nothing was written, or the outcome is unknown. No effect if the caller already has an answer.</summary>
    public abstract void Fail(Exception exception);
}
