using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log.Writes;

internal abstract class LogWrite
{
    /// <summary>The activity that queued the write. Failures are logged in its trace.</summary>
    public Activity? Origin { get; } = Activity.Current;

    public Activity? Cause => Telemetry.Activities.HasListeners() ? Origin : null;

    public abstract Guid? RoomId { get; }

    public virtual MessagePosted? Message => null;

    public virtual int Length => 0;

    /// <summary>Applies the write in the transaction. Called again if the transaction is retried.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>
    /// Completes the caller's task after the write is durable and published. Ignored if the task already has a result.
    /// </summary>
    public abstract void Complete();

    /// <summary>
    /// Fails the caller's task if nothing was stored or the outcome is unknown. Ignored if the task already has a result.
    /// </summary>
    public abstract void Fail(Exception exception);
}
