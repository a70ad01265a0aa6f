namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>
/// A count of rows, updated in the transaction that adds them. With PostgreSQL a transaction adds to one of a few shards, so that
/// machines do not queue for one row; the total is the sum of the shards.
/// </summary>
internal sealed record Counter(string Name, int Shard, long Value)
{
    public const string Users = "users";
    public const string Rooms = "rooms";
    public const string Messages = "messages";

    /// <summary>Writes that only test whether the database accepts writes.</summary>
    public const string Probes = "probes";

    /// <summary>The only shard with SQLite, which has a single writer.</summary>
    public const int OnlyShard = 0;

    private const int Shards = 16;

    /// <summary>
    /// Picks the shard of one transaction at random, so that two machines that commit together rarely meet in one shard. A shard picked
    /// once per process would let two machines collide for as long as both run.
    /// </summary>
    public static int DrawShard() => Random.Shared.Next(Shards);
}
