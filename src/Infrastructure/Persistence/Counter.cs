namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// How many of something exist, counted in the transactions that add them. Where there are several machines each transaction
/// counts in one of a few shards, so that they do not queue for one row; the truth is their sum.
/// </summary>
internal sealed record Counter(string Name, int Shard, long Value)
{
    public const string Users = "users";
    public const string Rooms = "rooms";
    public const string Messages = "messages";

    /// <summary>Writes that only find out whether the database takes them.</summary>
    public const string Probes = "probes";

    /// <summary>Where there is one writer there is nobody to keep out of the way of.</summary>
    public const int OnlyShard = 0;

    private const int Shards = 16;

    /// <summary>
    /// The shard of one transaction. Drawn for each: of two machines that commit at the same time one waits in a sixteenth of the
    /// cases, for that commit. One drawn for the life of a process would keep two machines that drew alike in step for good.
    /// </summary>
    public static int DrawShard() => Random.Shared.Next(Shards);
}
