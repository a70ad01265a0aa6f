namespace VideoChat.Infrastructure.Persistence.Startup;

/// <summary>A service that starts once the database is migrated, before any request is served.</summary>
internal interface IBeginsWithDatabase
{
    /// <summary>Starts the service. Must return soon and must not throw: the whole server waits for it.</summary>
    Task BeginAsync(CancellationToken cancellationToken);
}
