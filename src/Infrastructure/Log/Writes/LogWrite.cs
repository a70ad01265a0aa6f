using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Writes;

internal abstract class LogWrite
{
    /// <summary>The activity that queued the write. Failures are logged in its trace.</summary>
    public Activity? Origin { get; } = Activity.Current;

    /// <summary>The activity that queued the write; null if no spans are collected.</summary>
    public Activity? Cause => Telemetry.Activities.HasListeners() ? Origin : null;

    /// <summary>The room whose log receives events; null if there is none.</summary>
    public abstract Guid? RoomId { get; }

    /// <summary>The message to post; null for other writes.</summary>
    public virtual MessagePosted? Message => null;

    /// <summary>The length of the content, in characters.</summary>
    public virtual int Length => 0;

    /// <summary>Applies the write in the transaction. Called again if the transaction is retried.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>Completes the caller after the write is durable and published. Ignored if the caller already has a result.</summary>
    public abstract void Complete();

    /// <summary>Fails the caller if nothing was stored or the outcome is unknown. Ignored if the caller already has a result.</summary>
    public abstract void Fail(Exception exception);
}
