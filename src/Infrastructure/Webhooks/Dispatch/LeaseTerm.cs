using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>The time during which the holder of a lease may begin attempts.</summary>
/// <param name="time">The database's time, which measures leases.</param>
/// <param name="until">The time after which no attempt may begin.</param>
internal sealed class LeaseTerm(DatabaseTime time, DateTime until)
{
    public DateTime Now => time.Now;

    public bool IsOver => time.Now >= until;
}
