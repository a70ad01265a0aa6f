using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Application.Users;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Limits;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Presence;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>One of several machines on a Redis, without a database and sockets. It uses real time and short leases.</summary>
internal sealed class Machine : IAsyncDisposable
{
    public const int BeatsPerLease = MachineWatch.BeatsPerLease;

    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(1_200);

    private readonly HintPublisher _publisher;
    private readonly HeldWork _work = new();
    private readonly MachineWatch _watch;
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private Machine(string redis, IEnumerable<User> users)
    {
        Link = new RedisLink(redis, NullLogger<RedisLink>.Instance);
        var signer = SomeSigner();
        _publisher = new HintPublisher(Link, signer, NullLogger<HintPublisher>.Instance);
        var present = new PresenceTable();
        var directory = new KnownUsers(users);
        Backplane = new RedisBackplane(
            new InProcessBackplane(), Link, _publisher, signer, directory, NullLogger<RedisBackplane>.Instance);
        Presence = new RedisPresence(
            present, new PresenceScript(Link, signer, TimeProvider.System), Link, Backplane, directory, TimeProvider.System);
        Sockets = new RedisSocketLimiter(Link);
        _watch = new MachineWatch(Link, [Presence, Sockets, _work], Lease, TimeProvider.System, NullLogger<MachineWatch>.Instance);
    }

    public RedisLink Link { get; }

    public RedisBackplane Backplane { get; }

    public RedisPresence Presence { get; }

    public RedisSocketLimiter Sockets { get; }

    /// <summary>Creates a signer with the secret that all test machines share.</summary>
    public static HintSigner SomeSigner()
    {
        var signer = new HintSigner();
        signer.Use("a secret of all machines"u8.ToArray());
        return signer;
    }

    /// <summary>Reads the machine's heartbeat counter.</summary>
    public async Task<long> ReadBeatAsync() =>
        (long)await Link.QueryAsync(redis => redis.HashGetAsync(Link.HeartbeatsKey(), Link.Machine));

    /// <summary>Blocks the work for the next dead machine until <see cref="ReleaseWork"/>.</summary>
    public void HoldWork() => _work.Hold();

    /// <summary>Completes when that work begins.</summary>
    public Task WorkBegunAsync() => _work.Begun;

    public void ReleaseWork() => _work.Release();

    /// <summary>Starts a machine and waits until it is connected to Redis.</summary>
    public static async Task<Machine> StartAsync(string redis, params IEnumerable<User> users)
    {
        var machine = await StartWithoutRedisAsync(redis, users);
        await machine.WaitUntilUpAsync();
        return machine;
    }

    public static async Task<Machine> StartWithoutRedisAsync(string redis, params IEnumerable<User> users)
    {
        var machine = new Machine(redis, users);
        await machine.Link.OpenAsync();
        machine.GoOn();
        return machine;
    }

    public Task WaitUntilUpAsync() => Wait.UntilAsync(() => Link.IsUp, "Redis is up");

    /// <summary>Stops the machine without cleaning up in Redis, as SIGKILL does.</summary>
    public async Task DieAsync()
    {
        await FallSilentAsync();
        await Link.DisposeAsync();
    }

    /// <summary>Stops the background work. The machine still executes calls.</summary>
    public async Task FallSilentAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void GoOn()
    {
        _stopping = new CancellationTokenSource();
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DieAsync();
        _publisher.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(
            new RedisEcho(Link, TimeProvider.System, NullLogger.Instance).RunAsync(_stopping.Token), _publisher.RunAsync(_stopping.Token),
            _watch.RunAsync(_stopping.Token), ListenAgainAsync());
    }

    private async Task ListenAgainAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(_stopping.Token))
            await Backplane.ResubscribeAsync();
    }

    private sealed class HeldWork : IMachineState
    {
        private readonly TaskCompletionSource _begun = new();
        private TaskCompletionSource _held = new();

        public HeldWork() => Release();

        public string Kind => "work";

        public bool IsEmpty => true;

        public Task Begun => _begun.Task.WaitAsync(Wait.Timeout);

        public void Hold() => _held = new TaskCompletionSource();

        public void Release() => _held.TrySetResult();

        public Task RepublishAsync(bool wasDeclaredDead) => Task.CompletedTask;

        public Task RemoveAsync(string machine)
        {
            _begun.TrySetResult();
            return _held.Task;
        }
    }

    private sealed class KnownUsers(IEnumerable<User> users) : IUserDirectory
    {
        private readonly ConcurrentDictionary<Guid, User> _users = new(users.ToDictionary(user => user.Id));

        public ValueTask<User?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_users.GetValueOrDefault(userId));

        public ValueTask<IReadOnlyDictionary<Guid, User>> FindManyAsync(
            IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyDictionary<Guid, User>>(
                userIds.Where(_users.ContainsKey).ToDictionary(userId => userId, userId => _users[userId]));
    }
}
