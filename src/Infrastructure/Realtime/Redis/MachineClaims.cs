using StackExchange.Redis;

namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>
/// Where in Redis a machine has something of its own, so that the others find it when the machine is dead. Said before
/// anything is put there, and with it that the machine exists.
/// </summary>
internal static class MachineClaims
{
    /// <summary>The number of a machine that is taken for dead. If it is not, it counts on from here and so notices.</summary>
    public const int Dead = -1;

    // By the place's own key, that of the numbers, and that of the claims; the machine and the claim.
    private const string RemoveScript =
        """
        local machine = ARGV[1]
        if redis.call('HGET', KEYS[2], machine) ~= '-1' then return 0 end
        local rest = 0
        {0}
        if rest == 0 then redis.call('SREM', KEYS[3], ARGV[2]) end
        return rest
        """;

    public static RedisKey BeatsKey(this RedisLink link) => link.Prefix + "machines";

    public static RedisKey ClaimsKey(this RedisLink link, string kind, string machine) => $"{link.Prefix}machine:{machine}:{kind}";

    public static void Claim(this RedisLink link, string kind, string place)
    {
        _ = link.AskAsync(redis => redis.HashSetAsync(link.BeatsKey(), link.Machine, 0, When.NotExists));
        _ = link.AskAsync(redis => redis.SetAddAsync(link.ClaimsKey(kind, link.Machine), place));
    }

    public static void Release(this RedisLink link, string kind, string place) =>
        _ = link.AskAsync(redis => redis.SetRemoveAsync(link.ClaimsKey(kind, link.Machine), place));

    /// <summary>A script for <see cref="RemoveAsync"/>.</summary>
    /// <param name="work">
    /// Takes what <c>machine</c> has out of <c>KEYS[1]</c>, with the arguments from <c>ARGV[3]</c> on, and says in <c>rest</c> whether
    /// it has to be called again.
    /// </param>
    public static string RemovalOf(string work) => RemoveScript.Replace("{0}", work, StringComparison.Ordinal);

    /// <summary>
    /// Takes a machine out of all places that it has claimed, and its claims with it: in one step for each place, and only
    /// for as long as the machine counts as dead. So nothing is taken that it has put there after it was back, and nothing that
    /// it puts there meanwhile is left without a claim.
    /// </summary>
    /// <param name="link">To Redis.</param>
    /// <param name="share">What is taken.</param>
    /// <param name="machine">Whose it is.</param>
    /// <param name="script">Of <see cref="RemovalOf"/>.</param>
    /// <param name="place">The key of a claim and the arguments for it, asked before each call; null where Redis does not answer.</param>
    public static async Task RemoveAsync(
        this RedisLink link, IMachineShare share, string machine, string script,
        Func<string, ValueTask<(string Key, RedisValue[] Arguments)?>> place)
    {
        var claims = await link.AskAsync(redis => redis.SetMembersAsync(link.ClaimsKey(share.Kind, machine))) ?? [];
        await RedisPipeline.ForEachAsync(claims, async claim =>
        {
            var isDone = false;
            while (!isDone && await place(claim.ToString()) is var (key, arguments))
            {
                RedisKey[] keys = [link.Prefix + key, link.BeatsKey(), link.ClaimsKey(share.Kind, machine)];
                isDone = await link.RunAsync(script, keys, [machine, claim, .. arguments]) is not { } rest || (int)rest == 0;
            }
        });
    }
}
