using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Presence;

/// <summary>Tests the behavior of every presence.</summary>
public abstract class PresenceSpecification
{
    private readonly Room _room = Some.Room();
    private readonly User _ada = Some.User("ada");
    private readonly User _bob = Some.User("bob");
    private RecordingListener _listener = new();
    private IPresence _presence = null!;

    [SetUp]
    public async Task MakeAPresenceAsync()
    {
        _listener = new RecordingListener();
        _presence = await CreatePresenceAsync(_room, _listener, [_ada, _bob]);
    }

    /// <summary>Creates a presence whose signals the room's listener receives.</summary>
    private protected abstract Task<IPresence> CreatePresenceAsync(Room room, RecordingListener listener, params User[] users);

    /// <summary>Waits until all earlier signals are received.</summary>
    private protected virtual Task SettleAsync(Room room, RecordingListener listener) => Task.CompletedTask;

    [Test]
    public async Task ConnectAsync_WhenItIsTheUsersFirst_SignalsTheOthers()
    {
        await _presence.ConnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Is.EqualTo(new[] { Joined(_ada) }));
    }

    [Test]
    public async Task ConnectAsync_WhenTheUserIsAlreadyPresent_SendsNoSignal()
    {
        await _presence.ConnectAsync(_room, _ada);
        await _presence.ConnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Has.Count.EqualTo(1));
        Assert.That(await ListAsync(_room), Is.EqualTo(new[] { new PresentUser(_ada.Id, "ada", 2) }));
    }

    [Test]
    public async Task DisconnectAsync_WhenTheUserHasAnotherConnection_SendsNoSignal()
    {
        await _presence.ConnectAsync(_room, _ada);
        await _presence.ConnectAsync(_room, _ada);

        await _presence.DisconnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Has.Count.EqualTo(1));
        Assert.That(await ListAsync(_room), Is.EqualTo(new[] { new PresentUser(_ada.Id, "ada", 1) }));
    }

    [Test]
    public async Task DisconnectAsync_WhenItWasTheLast_SignalsTheOthersOnce()
    {
        await _presence.ConnectAsync(_room, _ada);
        await _presence.ConnectAsync(_room, _ada);

        await _presence.DisconnectAsync(_room, _ada);
        await _presence.DisconnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Is.EqualTo(new[] { Joined(_ada), Left(_ada) }));
        Assert.That(await ListAsync(_room), Is.Empty);
    }

    [Test]
    public async Task ConnectAsync_WhenTheUserReturns_SignalsTheOthersAgain()
    {
        await _presence.ConnectAsync(_room, _ada);
        await _presence.DisconnectAsync(_room, _ada);

        await _presence.ConnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Is.EqualTo(new[] { Joined(_ada), Left(_ada), Joined(_ada) }));
    }

    [Test]
    public async Task ConnectAsync_WhenTheUserIsPresentInAnotherRoom_CountsEachRoomAlone()
    {
        var other = Some.Room("other");
        await _presence.ConnectAsync(_room, _ada);

        await _presence.ConnectAsync(other, _ada);
        await _presence.DisconnectAsync(_room, _ada);

        Assert.That(await SignalsAsync(), Is.EqualTo(new[] { Joined(_ada), Left(_ada) }));
        Assert.That(await ListAsync(_room), Is.Empty);
        Assert.That(await ListAsync(other), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_WhenSeveralArePresent_ListsEachOnceByName()
    {
        await _presence.ConnectAsync(_room, _bob);
        await _presence.ConnectAsync(_room, _ada);
        await _presence.ConnectAsync(_room, _bob);

        var users = await ListAsync(_room);

        Assert.That(users, Is.EqualTo(new[] { new PresentUser(_ada.Id, "ada", 1), new PresentUser(_bob.Id, "bob", 2) }));
    }

    [Test]
    public async Task ListAsync_WhenNoUserIsPresent_IsEmpty()
    {
        var users = await ListAsync(_room);

        Assert.That(users, Is.Empty);
    }

    [Test]
    public async Task ConnectAsync_WhenManyConnectAndDisconnect_JoinedAndLeftAlternate()
    {
        async Task JoinAndLeaveAsync(User user)
        {
            for (var i = 0; i < 100; i++)
            {
                await _presence.ConnectAsync(_room, user);
                await _presence.DisconnectAsync(_room, user);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => JoinAndLeaveAsync(n % 2 == 0 ? _ada : _bob))));

        foreach (var user in new[] { _ada, _bob })
        {
            var signals = (await SignalsAsync()).Where(signal => signal.ExceptUserId == user.Id).ToList();
            Assert.That(signals.Where((_, i) => i % 2 == 0), Is.Not.Empty.And.All.EqualTo(Joined(user)));
            Assert.That(signals.Where((_, i) => i % 2 == 1), Is.All.EqualTo(Left(user)));
            Assert.That(signals.Count % 2, Is.Zero);
        }
        Assert.That(await ListAsync(_room), Is.Empty);
    }

    private static SeenSignal Joined(User user) => new("user_joined", user.Id, user.Username, user.Id);

    private static SeenSignal Left(User user) => new("user_left", user.Id, user.Username, user.Id);

    private async Task<IReadOnlyList<SeenSignal>> SignalsAsync()
    {
        await SettleAsync(_room, _listener);
        return _listener.Signals;
    }

    private async Task<IReadOnlyList<PresentUser>> ListAsync(Room room) =>
        await _presence.ListAsync(room.Id, CancellationToken.None);
}
