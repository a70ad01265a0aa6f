using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis.Machines;

/// <summary>One key from which a dead machine's state is removed.</summary>
/// <param name="Key">The key, without the prefix.</param>
/// <param name="Arguments">The arguments for the script.</param>
internal readonly record struct Removal(string Key, RedisValue[] Arguments);

/// <summary>
/// A claim says that a machine has state at a place in Redis, such as a room or an address, so that the others find it if the machine
/// dies. The claim, and with it the machine's heartbeat, is written before the state.
/// </summary>
internal static class MachineClaims
{
    /// <summary>The heartbeat of a machine that is considered dead. A machine that is alive counts on from it, and so notices.</summary>
    public const int Dead = -1;

    // KEYS: the key with the state, the heartbeats, the machine's claims. ARGV: the machine, the claim, the arguments of the removal.
    private const string RemoveScript =
        """
        local machine = ARGV[1]
        if redis.call('HGET', KEYS[2], machine) ~= '-1' then return 0 end
        local remaining = 0
        {0}
        if remaining == 0 then redis.call('SREM', KEYS[3], ARGV[2]) end
        return remaining
        """;

    public static RedisKey HeartbeatsKey(this RedisLink link) => link.Prefix + "machines";

    public static RedisKey ClaimsKey(this RedisLink link, string kind, string machine) => $"{link.Prefix}machine:{machine}:{kind}";

    public static void Claim(this RedisLink link, string kind, string place)
    {
        _ = link.QueryAsync(redis => redis.HashSetAsync(link.HeartbeatsKey(), link.Machine, 0, When.NotExists));
        _ = link.QueryAsync(redis => redis.SetAddAsync(link.ClaimsKey(kind, link.Machine), place));
    }

    public static void Release(this RedisLink link, string kind, string place) =>
        _ = link.QueryAsync(redis => redis.SetRemoveAsync(link.ClaimsKey(kind, link.Machine), place));

    /// <param name="removal">
    /// Removes the state of <c>machine</c> from <c>KEYS[1]</c>, with the arguments from <c>ARGV[3]</c> on. It sets <c>remaining</c> if it
    /// must run again.
    /// </param>
    public static string RemovalOf(string removal) => RemoveScript.Replace("{0}", removal, StringComparison.Ordinal);

    /// <summary>
    /// Removes a dead machine's state from every place that it has claimed, and its claims. Each place is one atomic step, which does
    /// nothing if the machine is no longer considered dead: its new state is kept, and so are the claims of that state.
    /// </summary>
    /// <param name="link">The link to Redis.</param>
    /// <param name="state">The kind of state.</param>
    /// <param name="machine">The dead machine.</param>
    /// <param name="script">The script of <see cref="RemovalOf"/>.</param>
    /// <param name="find">Finds what to remove for a claim, before each step; null if Redis does not answer.</param>
    public static async Task RemoveAsync(
        this RedisLink link, IMachineState state, string machine, string script, Func<string, ValueTask<Removal?>> find)
    {
        var claims = await link.QueryAsync(redis => redis.SetMembersAsync(link.ClaimsKey(state.Kind, machine))) ?? [];
        await RedisPipeline.ForEachAsync(claims, async claim =>
        {
            while (await find(claim.ToString()) is { } removal)
            {
                RedisKey[] keys = [link.Prefix + removal.Key, link.HeartbeatsKey(), link.ClaimsKey(state.Kind, machine)];
                if (await link.RunAsync(script, keys, [machine, claim, .. removal.Arguments]) is not { } remaining || (int)remaining == 0)
                    return;
            }
        });
    }
}
