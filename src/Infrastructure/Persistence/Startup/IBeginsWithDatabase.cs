namespace VideoChat.Infrastructure.Persistence.Startup;

internal interface IBeginsWithDatabase
{
    /// <summary>Starts the service before the first request is served. Must be fast and must not throw.</summary>
    Task BeginAsync(CancellationToken cancellationToken);
}
