using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Sockets;

/// <summary>All sockets of a test run share one address, so each test needs the limited server exclusively.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class SocketLimitTests(Column column) : OnEachServer(column)
{
    private const int Limit = 10;

    private ApiServer _api = null!;
    private Guid _room;
    private TestUser _ada = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await StartServerAsync(("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "100000"));
        _room = await _api.CreateRoomAsync();
        _ada = await _api.CreateUserAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TearDown]
    public async Task WaitUntilAllAreClosedAsync() => await _api.WaitForConnectionsAsync(0);

    [Test]
    public async Task Connect_WhenTenAreOpen_ClosesTheEleventhWith4029()
    {
        await using var ten = await Sockets.OpenAsync(_api, _room, _ada, Limit);

        await using var eleventh = await RoomClient.OpenAsync(_api, _room, _ada.Id);

        Assert.That((await eleventh.WaitForCloseAsync()).Code, Is.EqualTo(4029));
        Assert.That(eleventh.TakeReceived(), Is.Empty);
        Assert.That(await ten[0].DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_WhenAClientHasClosedASocket_IsAdmittedImmediately()
    {
        await using var nine = await Sockets.OpenAsync(_api, _room, _ada, Limit - 1);

        for (var i = 0; i < 100; i++)
        {
            await using var client = await RoomClient.JoinAsync(_api, _room, _ada);
            await client.CloseAsync();
        }

        Assert.That(nine[0].State, Is.EqualTo(System.Net.WebSockets.WebSocketState.Open));
    }

    [Test]
    public async Task Connect_WhenTheServerHasClosedASocket_IsAdmittedImmediately()
    {
        await using var nine = await Sockets.OpenAsync(_api, _room, _ada, Limit - 1);

        for (var i = 0; i < 100; i++)
        {
            using var socket = await RawSocket.OpenAsync(_api, _room, _ada.Id);
            await socket.ReceiveAsync(opcode: 1);
            await socket.SendAsync(0x82, [0]);
            // The slot must be free, although the client does not answer the close frame.
            await socket.ReceiveAsync(opcode: 8);
            await using var next = await RoomClient.JoinAsync(_api, _room, _ada);
            await next.CloseAsync();
        }
    }

    [Test]
    public async Task Connect_WhenSocketsWereRefusedWith4004_IsAdmittedImmediately()
    {
        for (var i = 0; i < 3 * Limit; i++)
        {
            await using var refused = await RoomClient.OpenAsync(_api, Guid.Empty, _ada.Id);
            Assert.That((await refused.WaitForCloseAsync()).Code, Is.EqualTo(4004));
        }

        await using var ten = await Sockets.OpenAsync(_api, _room, _ada, Limit);
        Assert.That(ten, Has.Count.EqualTo(Limit));
    }

    [Test]
    public async Task Connect_WhenSocketsWereRefusedWith4029_LosesNoSlot()
    {
        await using (var ten = await Sockets.OpenAsync(_api, _room, _ada, Limit))
        {
            for (var i = 0; i < Limit; i++)
            {
                await using var refused = await RoomClient.OpenAsync(_api, _room, _ada.Id);
                Assert.That((await refused.WaitForCloseAsync()).Code, Is.EqualTo(4029));
            }
            await ten[0].CloseAsync();
            await using var next = await RoomClient.JoinAsync(_api, _room, _ada);
        }
        await _api.WaitForConnectionsAsync(0);

        await using var tenMore = await Sockets.OpenAsync(_api, _room, _ada, Limit);
        Assert.That(tenMore, Has.Count.EqualTo(Limit));
    }

    [Test]
    public async Task Connect_WhenSocketsWereCut_IsAdmittedAfterTheirEnd()
    {
        for (var i = 0; i < 10 * Limit; i += Limit)
        {
            var sockets = await Task.WhenAll(Enumerable.Range(0, Limit).Select(_ => RawSocket.OpenAsync(_api, _room, _ada.Id)));
            foreach (var socket in sockets)
                socket.Reset();
            await _api.WaitForConnectionsAsync(0);
            await Eventually.BeTrueAsync(CanOpenTenAsync, "all places are free");
            await _api.WaitForConnectionsAsync(0);
        }
    }

    [Test]
    public async Task Connect_WhenAForwardedAddressIsMadeUp_CountsTheSocketsOwn()
    {
        await using var ten = await Sockets.OpenAsync(_api, _room, _ada, Limit);

        await using var eleventh = await RoomClient.OpenAsync(_api, _room, _ada.Id, headers: ("X-Forwarded-For", "203.0.113.9"));

        Assert.That((await eleventh.WaitForCloseAsync()).Code, Is.EqualTo(4029));
    }

    [Test]
    public async Task Connect_WhenItIsTriedManyTimes_IsNotCountedAsARequest()
    {
        var before = await RemainingAsync();

        for (var i = 0; i < 5; i++)
        {
            await using var client = await RoomClient.JoinAsync(_api, _room, _ada);
            await client.CloseAsync();
        }

        Assert.That(await RemainingAsync(), Is.EqualTo(before - 1));
    }

    private async Task<int> RemainingAsync()
    {
        using var response = await _api.SendAsync(HttpMethod.Get, $"/rooms/{_room}");
        return int.Parse(response.Headers.GetValues("X-RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<bool> CanOpenTenAsync()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Limit).Select(_ => RoomClient.OpenAsync(_api, _room, _ada.Id)));
        var opened = 0;
        foreach (var client in clients)
        {
            try
            {
                opened += (await client.ReceiveAsync()).Type() == "user_joined" ? 1 : 0;
            }
            catch (InvalidOperationException)
            {
                // The socket was closed with 4029.
            }
        }
        foreach (var client in clients)
            await client.DisposeAsync();
        return opened == Limit;
    }

    private sealed class Sockets : List<RoomClient>, IAsyncDisposable
    {
        public static async Task<Sockets> OpenAsync(ApiServer api, Guid room, TestUser user, int count)
        {
            var sockets = new Sockets();
            while (sockets.Count < count)
                sockets.Add(await RoomClient.JoinAsync(api, room, user));
            return sockets;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var socket in this)
                await socket.DisposeAsync();
        }
    }
}
