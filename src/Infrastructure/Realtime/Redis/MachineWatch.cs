using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>
/// Every machine counts up a number of its own in Redis. Whose number stands still for the length of a lease, by the
/// watcher's clock and while the watcher itself had Redis all the time, is dead, and one of the others removes its shares. So
/// no clock of another machine matters, and a Redis that stood still kills nobody.
/// </summary>
internal sealed partial class MachineWatch(
    RedisLink link, IEnumerable<IMachineShare> shares, TimeSpan lease, TimeProvider clock, ILogger<MachineWatch> logger)
{
    public const int BeatsPerLease = 6;

    // Whoever comes first, and only if it has not counted on. Who then dies leaves a number that stands still, for others.
    private const string DeclareDeadScript =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
        redis.call('SADD', KEYS[2], ARGV[1])
        redis.call('EXPIRE', KEYS[2], 86400)
        return 1
        """;

    // From then on nothing more is removed.
    private const string ComeBackScript =
        """
        if redis.call('SREM', KEYS[2], ARGV[1]) == 0 then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], 0)
        return 1
        """;

    // Only when nothing of it is left, or nobody would look for that again.
    private const string ForgetScript =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] or redis.call('EXISTS', unpack(KEYS, 2)) > 0 then return 0 end
        return redis.call('HDEL', KEYS[1], ARGV[1])
        """;

    private readonly RedisKey _beats = link.BeatsKey();
    private readonly RedisKey _dead = link.Prefix + "machines:dead";
    private readonly Dictionary<string, (long Beat, long Since)> _others = [];
    private long _beat;
    private int _removals;
    private (int Ups, int Removals) _seen;

    /// <summary>Two loops: however long the work on the shares takes, this machine's number goes on.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(RepeatAsync(BeatAsync, cancellationToken), RepeatAsync(LookAsync, cancellationToken));

    /// <summary>Says goodbye, after the end; what is left of this machine's shares the others remove.</summary>
    public async Task StopAsync()
    {
        if (shares.All(share => share.IsEmpty))
            await link.AskAsync(redis => redis.HashDeleteAsync(_beats, link.Machine));
    }

    private async Task RepeatAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(lease / BeatsPerLease, clock);
        do
        {
            try
            {
                await work().WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task BeatAsync()
    {
        if (await link.AskAsync<long?>(async redis => await redis.HashIncrementAsync(_beats, link.Machine)) is not { } beat)
            return;
        if (beat != _beat + 1)
            Interlocked.Increment(ref _removals);
        _beat = beat;
    }

    private async Task LookAsync()
    {
        if (!link.IsUp)
            return;
        var now = (link.Ups, Removals: Volatile.Read(ref _removals));
        if (now != _seen)
        {
            _others.Clear();
            var wasDeclaredDead = await link.RunAsync(ComeBackScript, [_beats, _dead], link.Machine) is { } answer && (bool)answer;
            LogRepublishing(logger, wasDeclaredDead);
            foreach (var share in shares)
                await share.RepublishAsync(wasDeclaredDead);
            // What failed meanwhile is done again when Redis is up again.
            _seen = now;
        }
        foreach (var (machine, beat) in await ListDeadAsync())
            await RemoveAsync(machine, beat);
    }

    private async Task<List<(string Machine, long Beat)>> ListDeadAsync()
    {
        // By the time of the question: to clear one machine takes time, in which the answer grows old for the others.
        var asked = clock.GetTimestamp();
        var beats = await link.AskAsync(redis => redis.HashGetAllAsync(_beats)) ?? [];
        foreach (var machine in _others.Keys.Except(beats.Select(other => other.Name.ToString())).ToList())
            _others.Remove(machine);
        var dead = new List<(string, long)>();
        foreach (var entry in beats)
        {
            var (machine, beat) = (entry.Name.ToString(), (long)entry.Value);
            if (machine == link.Machine)
                continue;
            if (!_others.TryGetValue(machine, out var other) || other.Beat != beat)
                _others[machine] = (beat, clock.GetTimestamp());
            else if (clock.GetElapsedTime(other.Since, asked) >= lease)
                dead.Add((machine, beat));
        }
        return dead;
    }

    private async Task RemoveAsync(string machine, long beat)
    {
        if (await link.RunAsync(DeclareDeadScript, [_beats, _dead], machine, beat, MachineClaims.Dead) is not { } isOurs || !(bool)isOurs)
            return;
        LogRemoving(logger, machine);
        foreach (var share in shares)
            await share.RemoveAsync(machine);
        await link.RunAsync(
            ForgetScript, [_beats, .. shares.Select(share => link.ClaimsKey(share.Kind, machine))], machine, MachineClaims.Dead);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Republishing this machine's presence and sockets to Redis (declared dead: {WasDeclaredDead})")]
    private static partial void LogRepublishing(ILogger logger, bool wasDeclaredDead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Machine {Machine} is dead; removing its users and sockets")]
    private static partial void LogRemoving(ILogger logger, string machine);

    [LoggerMessage(Level = LogLevel.Error, Message = "Checking the other machines failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
