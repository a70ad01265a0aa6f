namespace VideoChat.Infrastructure.Persistence.Startup;

/// <summary>A service that starts after the migration and before the first request is served.</summary>
internal interface IBeginsWithDatabase
{
    /// <summary>Starts the service. An implementation must be fast and must not throw, because it delays the start of the server.</summary>
    Task BeginAsync(CancellationToken cancellationToken);
}
