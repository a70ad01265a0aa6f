using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>
/// Where in Redis a machine has something of its own, so that the others find it when the machine is dead. Said before
/// anything is put there, and with it that the machine exists.
/// </summary>
internal static class MachineClaims
{
    public static RedisKey BeatsKey(this RedisLink link) => link.Prefix + "machines";

    public static RedisKey ClaimsKey(this RedisLink link, string kind, string machine) => $"{link.Prefix}machine:{machine}:{kind}";

    public static void Claim(this RedisLink link, string kind, string place)
    {
        _ = link.AskAsync(redis => redis.HashSetAsync(link.BeatsKey(), link.Machine, 0, When.NotExists));
        _ = link.AskAsync(redis => redis.SetAddAsync(link.ClaimsKey(kind, link.Machine), place));
    }

    public static void Release(this RedisLink link, string kind, string place) =>
        _ = link.AskAsync(redis => redis.SetRemoveAsync(link.ClaimsKey(kind, link.Machine), place));

    public static async Task<RedisValue[]> ListClaimsAsync(this RedisLink link, string kind, string machine) =>
        await link.AskAsync(redis => redis.SetMembersAsync(link.ClaimsKey(kind, machine))) ?? [];

    public static Task RemoveClaimsAsync(this RedisLink link, string kind, string machine) =>
        link.AskAsync(redis => redis.KeyDeleteAsync(link.ClaimsKey(kind, machine)));
}
