namespace VideoChat.Infrastructure.Persistence;

/// <summary>What begins as soon as the database can be used, and before anything is served.</summary>
internal interface IBeginsWithDatabase
{
    /// <summary>Must not fail, and not take long: everybody waits for it.</summary>
    Task BeginAsync();
}
