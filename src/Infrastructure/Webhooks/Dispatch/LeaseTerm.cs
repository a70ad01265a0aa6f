using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>The period in which the holder of a lease may start attempts, measured by the clock of the database.</summary>
/// <param name="until">The time after which no attempt may start.</param>
internal sealed class LeaseTerm(DatabaseTime time, DateTime until)
{
    public DateTime Now => time.Now;

    public bool IsOver => time.Now >= until;
}
