namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>
/// A shard of a counter, for example of users. With PostgreSQL, a counter is the sum of several shards, so that machines rarely wait for
/// the same row.
/// </summary>
internal sealed record Counter(string Name, int Shard, long Value)
{
    public const string Users = "users";
    public const string Rooms = "rooms";
    public const string Messages = "messages";

    public const string Probes = "probes";

    /// <summary>The only shard with SQLite, because SQLite has a single writer.</summary>
    public const int OnlyShard = 0;

    private const int Shards = 16;

    // Returns a random shard for a transaction, because two processes with fixed shards could always use the same one.
    public static int PickShard() => Random.Shared.Next(Shards);
}
