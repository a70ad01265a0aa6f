using System.Diagnostics;
using StackExchange.Redis;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Limits;

/// <summary>Limits the sockets per address across machines. While Redis is down, each machine counts its own sockets.</summary>
internal sealed class RedisSocketLimiter(RedisLink link) : ISocketLimiter, IMachineState
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

    /// <summary>The sockets on this machine, including those that still wait for the answer of Redis.</summary>
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
        Task<RedisResult?> entering;
        lock (_lock)
        {
            var count = _sockets.GetValueOrDefault(address);
            // Redis is not called, because it would reject this socket too. Redis also counts the sockets that still wait for its
            // answer.
            if (count >= limit)
                return false;
            _sockets[address] = count + 1;
            // The claim is written before the count, because other machines find the sockets of a dead machine through its claims.
            if (count == 0)
                link.Claim(Kind, address);
            entering = link.RunAsync(EnterScript, PathOf(address), link.Machine, limit);
        }
        var answer = await entering;
        var isIn = answer is null || (bool)answer;
        if (!isIn)
            await LeaveAsync(address);
        return isIn;
    }

    public async ValueTask LeaveAsync(string address)
    {
        Task<bool> writing;
        lock (_lock)
        {
            var count = _sockets[address] - 1;
            if (count > 0)
                _sockets[address] = count;
            else
                _sockets.Remove(address);
            writing = WriteAsync(address, count);
        }
        await writing;
    }

    public Task RepublishAsync(bool wasDeclaredDead)
    {
        List<string> addresses;
        lock (_lock)
            addresses = [.. _sockets.Keys];
        return RedisPipeline.ForEachAsync(addresses, RepublishAsync);
    }

    public Task RemoveAsync(string machine) => link.RemoveAsync(
        this, machine, RemoveScript, address => new(new Removal(PathOf(address), [])));

    private Task RepublishAsync(string address)
    {
        lock (_lock)
            return WriteAsync(address, _sockets.GetValueOrDefault(address));
    }

    // Writes the total instead of a difference, so that the next write corrects a lost one.
    private Task<bool> WriteAsync(string address, int count)
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        if (count > 0)
        {
            link.Claim(Kind, address);
            return link.QueryAsync(redis => redis.HashSetAsync(KeyOf(address), link.Machine, count));
        }
        link.Release(Kind, address);
        return link.QueryAsync(redis => redis.HashDeleteAsync(KeyOf(address), link.Machine));
    }

    private RedisKey KeyOf(string address) => link.Prefix + PathOf(address);

    private static string PathOf(string address) => "sockets:" + address;
}
