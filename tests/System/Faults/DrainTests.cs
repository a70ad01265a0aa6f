using System.Diagnostics;
using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class DrainTests
{
    [Test]
    public async Task Terminate_WhenThereIsADrainDelay_IsNotReadyAndServesOnUntilItIsOver()
    {
        await using var api = await ApiServer.StartAsync(("Shutdown__DrainSeconds", "3"));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var before = await RoomClient.JoinAsync(api, room, ada);

        api.Terminate();
        await Eventually.BeTrueAsync(() => IsDrainingAsync(api), "the server is not ready any more");
        await using var during = await RoomClient.JoinAsync(api, room, bob);
        await api.PostMessageAsync(room, ada, "hello");

        foreach (var client in new[] { before, during })
        {
            Assert.That((await client.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
            Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1012));
        }
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
    }

    [Test]
    public async Task Terminate_WhenSocketsAreClosedOneByOne_TheLastIsClosedLater()
    {
        await using var api = await ApiServer.StartAsync(("Shutdown__CloseSeconds", "2"));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync());
        var clients = new List<RoomClient>();
        for (var i = 0; i < 10; i++)
            clients.Add(await RoomClient.JoinAsync(api, room, ada));

        api.Terminate();
        var closed = await Task.WhenAll(clients.Select(async client => ((await client.WaitForCloseAsync()).Code, At: Stopwatch.GetTimestamp())));

        Assert.That(closed.Select(close => close.Code), Is.All.EqualTo(1012));
        Assert.That(Stopwatch.GetElapsedTime(closed.Min(close => close.At), closed.Max(close => close.At)), Is.GreaterThan(TimeSpan.FromSeconds(1)));
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static async Task<bool> IsDrainingAsync(ApiServer api)
    {
        using var response = await api.GetAsync("/health/ready");
        return response.StatusCode == HttpStatusCode.ServiceUnavailable;
    }
}
