namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// How many of something exist, counted in the transactions that add them. Each process counts in one of a few shards,
/// so that machines do not queue for one row; the truth is their sum.
/// </summary>
internal sealed record Counter(string Name, int Shard, long Value)
{
    public const string Users = "users";
    public const string Rooms = "rooms";
    public const string Messages = "messages";

    private const int Shards = 16;

    /// <summary>The shard of this process.</summary>
    public static readonly int OwnShard = Random.Shared.Next(Shards);
}
