using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis.Machines;

internal readonly record struct Removal(string Key, RedisValue[] Arguments);

// Records which state in Redis belongs to a machine, so that other machines find the state if the machine dies. A claim is
// therefore written before the state.
internal static class MachineClaims
{
    // The heartbeat of a machine that was declared dead. If the machine is alive, its next increment reveals the change.
    public const int Dead = -1;

    // KEYS contains the state, the heartbeats and the machine's claims. ARGV contains the machine, the claim and the arguments of
    // the removal.
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
    /// Lua code that removes the state of <c>machine</c> from <c>KEYS[1]</c>. Its arguments begin at <c>ARGV[3]</c>. Code that must
    /// run again sets <c>remaining</c> to a value other than 0.
    /// </param>
    public static string RemovalOf(string removal) => RemoveScript.Replace("{0}", removal, StringComparison.Ordinal);

    /// <summary>Removes a dead machine's state and claims. Each removal is atomic and does nothing if the machine is alive again.</summary>
    /// <param name="script">A script that <see cref="RemovalOf"/> returned.</param>
    /// <param name="find">Returns the removal for a claim, or null if Redis does not answer. Called before each run of the script.</param>
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
