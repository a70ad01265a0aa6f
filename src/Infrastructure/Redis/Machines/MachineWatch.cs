using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis.Machines;

/// <summary>Declares a machine dead whose heartbeat counter does not move for one lease. An outage of Redis restarts the lease.</summary>
internal sealed partial class MachineWatch(
    RedisLink link, IEnumerable<IMachineState> states, TimeSpan lease, TimeProvider clock, ILogger<MachineWatch> logger)
{
    public const int BeatsPerLease = 6;

    // Declares a machine dead. Succeeds for one machine only. If that machine dies before the removal, another one succeeds.
    private const string DeclareDeadScript =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
        redis.call('SADD', KEYS[2], ARGV[1])
        redis.call('EXPIRE', KEYS[2], 86400)
        return 1
        """;

    // Restores the heartbeat of a machine that was declared dead. Removals then stop, because they require the heartbeat of a dead machine.
    private const string ComeBackScript =
        """
        if redis.call('SREM', KEYS[2], ARGV[1]) == 0 then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], 0)
        return 1
        """;

    // Deletes the heartbeat of a dead machine if none of its claims remain. Other machines find remaining claims through the heartbeat.
    private const string ForgetScript =
        """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] or redis.call('EXISTS', unpack(KEYS, 2)) > 0 then return 0 end
        return redis.call('HDEL', KEYS[1], ARGV[1])
        """;

    private readonly RedisKey _heartbeats = link.HeartbeatsKey();
    private readonly RedisKey _dead = link.Prefix + "machines:dead";
    private readonly Dictionary<string, (long Beat, long Since)> _others = [];
    private long _heartbeat;
    private int _removals;
    private (int UpCount, int Removals) _seen;

    // Sends heartbeats and checks machines in separate loops, so that a long removal does not delay the heartbeat.
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(RepeatAsync(BeatAsync, cancellationToken), RepeatAsync(CheckMachinesAsync, cancellationToken));

    // Removes the heartbeat if this machine has no state. Otherwise, the other machines remove the state and then the heartbeat.
    public async Task StopAsync()
    {
        if (states.All(state => state.IsEmpty))
            await link.QueryAsync(redis => redis.HashDeleteAsync(_heartbeats, link.Machine));
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
        if (await link.QueryAsync<long?>(async redis => await redis.HashIncrementAsync(_heartbeats, link.Machine)) is not { } heartbeat)
            return;
        if (heartbeat != _heartbeat + 1)
            Interlocked.Increment(ref _removals);
        _heartbeat = heartbeat;
    }

    private async Task CheckMachinesAsync()
    {
        if (!link.IsUp)
            return;
        var now = (link.UpCount, Removals: Volatile.Read(ref _removals));
        if (now != _seen)
        {
            _others.Clear();
            var wasDeclaredDead = await link.RunAsync(ComeBackScript, [_heartbeats, _dead], link.Machine) is { } answer && (bool)answer;
            LogRepublishing(logger, wasDeclaredDead);
            foreach (var state in states)
                await state.RepublishAsync(wasDeclaredDead);
            // The value changes last, so that the next check tries again if a call above throws.
            _seen = now;
        }
        foreach (var (machine, beat) in await ListDeadAsync())
            await RemoveAsync(machine, beat);
    }

    private async Task<List<(string Machine, long Beat)>> ListDeadAsync()
    {
        // The time of the query is kept, because the result becomes outdated while a dead machine is removed.
        var queriedAt = clock.GetTimestamp();
        var beats = await link.QueryAsync(redis => redis.HashGetAllAsync(_heartbeats)) ?? [];
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
            else if (clock.GetElapsedTime(other.Since, queriedAt) >= lease)
                dead.Add((machine, beat));
        }
        return dead;
    }

    private async Task RemoveAsync(string machine, long beat)
    {
        if (await link.RunAsync(DeclareDeadScript, [_heartbeats, _dead], machine, beat, MachineClaims.Dead) is not { } isDeclared || !(bool)isDeclared)
            return;
        LogRemoving(logger, machine);
        foreach (var state in states)
            await state.RemoveAsync(machine);
        await link.RunAsync(
            ForgetScript, [_heartbeats, .. states.Select(state => link.ClaimsKey(state.Kind, machine))], machine, MachineClaims.Dead);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Republishing this machine's presence and sockets to Redis (declared dead: {WasDeclaredDead})")]
    private static partial void LogRepublishing(ILogger logger, bool wasDeclaredDead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Machine {Machine} is dead; removing its users and sockets")]
    private static partial void LogRemoving(ILogger logger, string machine);

    [LoggerMessage(Level = LogLevel.Error, Message = "Checking the other machines failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
