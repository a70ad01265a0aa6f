using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

/// <summary>Rejected sockets that never answer the close frame hold no slot.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class RejectedSocketTests
{
    private const int PerAddress = 2, InAll = 3;

    private ApiServer _api = null!;
    private Guid _room;
    private TestUser _ada = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"), ("RateLimiting__WebSocketsPerAddress", $"{PerAddress}"), ("Limits__MaxWebSockets", $"{InAll}"),
            ("Realtime__MaxConcurrentHandshakes", "1"), ("ReverseProxy__TrustedProxies", "127.0.0.1"));
        _room = await _api.CreateRoomAsync();
        _ada = await _api.CreateUserAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TearDown]
    public async Task WaitUntilAllAreClosedAsync() => await _api.WaitForConnectionsAsync(0);

    [Test]
    public async Task Connect_WhenAnotherAddressHasTooMany_IsAdmitted()
    {
        await using var one = await JoinAsync("203.0.113.1");
        await using var two = await JoinAsync("203.0.113.1");
        var refused = await OpenRejectedAsync(2 * InAll, _room, expected: 4029);

        await using var other = await JoinAsync("203.0.113.2");

        refused.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task Connect_WhenAnotherAddressRequestsAnUnknownRoom_IsAdmitted()
    {
        var refused = await OpenRejectedAsync(2 * InAll, Guid.Empty, expected: 4004);

        await using var other = await JoinAsync("203.0.113.2");

        refused.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task Connect_WhenVeryManyOfAnAddressAreRejected_AllGetTheReason()
    {
        await using var one = await JoinAsync("203.0.113.1");
        await using var two = await JoinAsync("203.0.113.1");

        var refused = await OpenRejectedAsync(150, _room, expected: 4029);

        refused.ForEach(socket => socket.Dispose());
    }

    private async Task<RoomClient> JoinAsync(string address)
    {
        var client = await RoomClient.OpenAsync(_api, _room, _ada.Id, headers: ("X-Forwarded-For", address));
        await client.ReceiveAsync("user_joined");
        return client;
    }

    /// <summary>Opens sockets that read their close frame and do not answer it.</summary>
    private async Task<List<RawSocket>> OpenRejectedAsync(int count, Guid room, int expected)
    {
        var sockets = new List<RawSocket>();
        while (sockets.Count < count)
        {
            sockets.Add(await RawSocket.OpenAsync(_api, room, _ada.Id, headers: "X-Forwarded-For: 203.0.113.1\r\n"));
            Assert.That(await sockets[^1].ReadToEndAsync(), Is.EqualTo(expected));
        }
        return sockets;
    }
}
