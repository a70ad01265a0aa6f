using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>A hub with real sockets, a fake log and a fake clock.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class OnAHub : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    protected OnAHub()
    {
        _services = new ServiceCollection().AddScoped<IRoomEventRepository>(_ => Log).BuildServiceProvider();
        var reader = new RoomLogReader(_services.GetRequiredService<IServiceScopeFactory>());
        Hub = new RoomHub(Backplane, reader, [Cache], Clock, NullLogger<RoomHub>.Instance);
    }

    private protected Room Room { get; } = Some.Room();

    private protected User User { get; } = Some.User();

    private protected FakeTimeProvider Clock { get; } = Some.Clock();

    private protected FakeRoomEvents Log { get; } = new();

    private protected InProcessBackplane Backplane { get; } = new();

    private protected RecordingCache Cache { get; } = new();

    private protected List<Peer> Peers { get; } = [];

    private protected RoomHub Hub { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in Peers)
            await peer.DisposeAsync();
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<Peer> ConnectAsync(User user)
    {
        var peer = await Peer.ConnectAsync(Room, user, Clock);
        Peers.Add(peer);
        peer.Run();
        return peer;
    }

    private protected async Task<Peer> EnterAsync(User? user = null, long skipThrough = 0, byte branch = 0)
    {
        var peer = await ConnectAsync(user ?? User);
        await peer.SubscribeAsync(Hub, skipThrough, branch);
        return peer;
    }

    private protected Task LeaveAsync(Peer peer) => Hub.UnsubscribeAsync(peer.Subscription);

    private protected void Append(long first, long last, byte branch = 0)
    {
        foreach (var message in Messages(first, last, branch))
            Log.Add(message);
    }

    private protected ValueTask PublishAsync(long first, long last, byte branch = 0)
    {
        Backplane.Broadcast(Room.Id, [.. Messages(first, last, branch)], branch);
        return ValueTask.CompletedTask;
    }

    private protected RoomEventFrame Frame(long seq) => EventFormats.ToFrame(Messages(seq, seq).Single());

    private protected IEnumerable<MessagePosted> Messages(long first, long last, byte branch = 0)
    {
        for (var seq = first; seq <= last; seq++)
            yield return Some.Message(Room, User, seq, branch: branch);
    }
}
