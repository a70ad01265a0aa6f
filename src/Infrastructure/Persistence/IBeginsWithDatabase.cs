namespace VideoChat.Infrastructure.Persistence;

/// <summary>What begins as soon as the database can be used, and before anything is served.</summary>
internal interface IBeginsWithDatabase
{
    /// <summary>Ends soon, whatever is away, and does not fail: everybody waits for it.</summary>
    Task BeginAsync(CancellationToken cancellationToken);
}
