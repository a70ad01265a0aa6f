namespace VideoChat.Infrastructure.Persistence.Startup;

internal interface IStartsAfterMigration
{
    /// <summary>Starts the service before the first request is served. Must be fast and must not throw.</summary>
    Task StartAfterMigrationAsync(CancellationToken cancellationToken);
}
