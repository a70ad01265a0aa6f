using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Writes;

/// <summary>An entry of the log's queue. It is written as a whole or not at all.</summary>
internal abstract class LogWrite
{
    /// <summary>The activity that queued it; its log lines belong to that trace.</summary>
    public Activity? Origin { get; } = Activity.Current;

    /// <summary><see cref="Origin"/>, while spans are collected.</summary>
    public Activity? Cause => Telemetry.Activities.HasListeners() ? Origin : null;

    /// <summary>The room whose log it adds to, or null.</summary>
    public abstract Guid? RoomId { get; }

    /// <summary>The message it posts, or null.</summary>
    public virtual MessagePosted? Message => null;

    /// <summary>Its content, in characters.</summary>
    public virtual int Length => 0;

    /// <summary>Writes inside the transaction. Called again if the transaction is retried.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>The write is durable and published. No effect if the caller has an answer already.</summary>
    public abstract void Complete();

    /// <summary>Nothing was written, or the outcome is not known in time. No effect if the caller has an answer already.</summary>
    public abstract void Fail(Exception exception);
}
