using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>What a lease allows its holder.</summary>
/// <param name="time">The database's time, which leases go by.</param>
/// <param name="until">From when on no attempt may begin any more.</param>
internal sealed class LeaseTerm(DatabaseTime time, DateTime until)
{
    public DateTime Now => time.Now;

    public bool IsOver => time.Now >= until;
}
