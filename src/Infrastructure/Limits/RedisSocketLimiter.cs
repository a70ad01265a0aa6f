using StackExchange.Redis;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Limits;

/// <summary>
/// Counts sockets by address across machines: a hash per address with the number that each machine has. While Redis is
/// away each machine counts alone; afterwards it says what it has.
/// </summary>
internal sealed class RedisSocketLimiter(RedisLink link) : ISocketLimiter, IMachineShare
{
    private const string EnterScript =
        """
        local sockets = 0
        for _, count in ipairs(redis.call('HVALS', KEYS[1])) do sockets = sockets + count end
        if sockets >= tonumber(ARGV[2]) then return 0 end
        redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
        return 1
        """;

    private static readonly string RemoveScript = MachineClaims.RemovalOf("redis.call('HDEL', KEYS[1], machine)");

    private readonly Lock _lock = new();

    /// <summary>This machine's own, with those that are being let in.</summary>
    private readonly Dictionary<string, int> _sockets = [];

    public string Kind => "addresses";

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _sockets.Count == 0;
        }
    }

    public async ValueTask<bool> TryEnterAsync(string address, int limit)
    {
        Task<RedisResult?> asked;
        lock (_lock)
        {
            var count = _sockets.GetValueOrDefault(address);
            // Those that are being let in count too: were they refused, this one would be.
            if (count >= limit)
                return false;
            _sockets[address] = count + 1;
            // Before the sockets are there: who removes a dead machine's sockets looks for them by this.
            if (count == 0)
                link.Claim(Kind, address);
            asked = link.RunAsync(EnterScript, PlaceOf(address), link.Machine, limit);
        }
        var answer = await asked;
        var isIn = answer is null || (bool)answer;
        if (!isIn)
            await LeaveAsync(address);
        return isIn;
    }

    public async ValueTask LeaveAsync(string address)
    {
        Task<bool> told;
        lock (_lock)
        {
            var count = _sockets[address] - 1;
            if (count > 0)
                _sockets[address] = count;
            else
                _sockets.Remove(address);
            told = TellAsync(address, count);
        }
        await told;
    }

    public Task RepublishAsync(bool wasDeclaredDead)
    {
        List<string> addresses;
        lock (_lock)
            addresses = [.. _sockets.Keys];
        return RedisPipeline.ForEachAsync(addresses, RepublishAsync);
    }

    public Task RemoveAsync(string machine) => link.RemoveAsync(
        this, machine, RemoveScript, address => new((PlaceOf(address), [])));

    private Task RepublishAsync(string address)
    {
        lock (_lock)
            return TellAsync(address, _sockets.GetValueOrDefault(address));
    }

    // Called under the lock. The number itself and not the difference: a mistake does not stay.
    private Task<bool> TellAsync(string address, int count)
    {
        if (count > 0)
        {
            link.Claim(Kind, address);
            return link.AskAsync(redis => redis.HashSetAsync(KeyOf(address), link.Machine, count));
        }
        link.Release(Kind, address);
        return link.AskAsync(redis => redis.HashDeleteAsync(KeyOf(address), link.Machine));
    }

    private RedisKey KeyOf(string address) => link.Prefix + PlaceOf(address);

    private static string PlaceOf(string address) => "sockets:" + address;
}
