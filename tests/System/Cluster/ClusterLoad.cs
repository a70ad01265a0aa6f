using System.Diagnostics;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.SystemTests.Faults;

namespace VideoChat.SystemTests.Cluster;

/// <summary>Steady clients that chat in rooms across the machines of a cluster, and the checks afterwards.</summary>
internal sealed class ClusterLoad : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly List<(Guid Room, SteadyClient Client)> _clients = [];

    private ClusterLoad(Cluster cluster) => _cluster = cluster;

    private IEnumerable<SteadyClient> Clients => _clients.Select(entry => entry.Client);

    public int Sent => Clients.Sum(client => client.Sent);

    public int Reconnects => Clients.Sum(client => client.Reconnects);

    public TimeSpan Longest => Clients.Max(client => client.Longest);

    public static async Task<ClusterLoad> StartAsync(Cluster cluster, IReadOnlyList<Uri> addresses, int rooms = 2, int clientsPerRoom = 6)
    {
        var load = new ClusterLoad(cluster);
        for (var i = 0; i < rooms; i++)
        {
            var room = await cluster.Nodes[0].CreateRoomAsync();
            for (var j = 0; j < clientsPerRoom; j++)
            {
                var user = await cluster.Nodes[0].CreateUserAsync();
                load._clients.Add((room, new SteadyClient(addresses, j, room, user, $"c{i}-{j}")));
            }
        }
        await load.ContinueAsync(5);
        return load;
    }

    /// <summary>Waits until every client has received this many more of its own messages.</summary>
    public async Task ContinueAsync(int messages)
    {
        var before = Clients.Select(client => client.Sent).ToList();
        await Eventually.BeTrueAsync(
            () => Clients.Zip(before, (client, sent) => client.Sent - sent).All(more => more >= messages),
            $"{messages} messages more of every client have come back", TimeSpan.FromSeconds(60));
    }

    /// <summary>Waits for a period in which messages of every client keep arriving.</summary>
    public async Task ContinueAsync(TimeSpan time)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time;)
            await ContinueAsync(1);
    }

    /// <summary>
    /// Stops the clients and asserts that no message was lost or duplicated and that all saw one order. Returns the logs of the rooms.
    /// </summary>
    public async Task<IReadOnlyList<List<JsonElement>>> FinishAsync(string what)
    {
        var logs = new List<List<JsonElement>>();
        await Task.WhenAll(Clients.Select(client => client.FinishAsync()));
        foreach (var room in _clients.GroupBy(entry => entry.Room))
        {
            var log = await _cluster.Nodes[0].ReadEventsAsync(room.Key);
            logs.Add(log);
            LogAssert.IsWhole(log);
            LogAssert.KeepsTheOrderOfSenders(log);
            foreach (var (_, client) in room)
            {
                await Eventually.BeTrueAsync(() => client.LastSeq >= log.Count || client.Faults.Any(), "every client has seen the last message", TimeSpan.FromSeconds(30));
                Assert.That(client.Faults, Is.Empty);
                Assert.That(client.Seen.SequenceEqual(log.Select(e => e.GetProperty("id").GetGuid())), Is.True, "all saw the log as it is");
            }
            Assert.That(log, Has.Count.EqualTo(room.Sum(entry => entry.Client.Sent)), "each message is in the log once");
        }
        await TestContext.Out.WriteLineAsync(
            $"{what}: {Sent} messages, {Reconnects} returns, "
            + $"{Clients.Sum(client => client.Unavailable)} told unavailable, "
            + $"{Clients.Sum(client => client.Resyncs)} resyncs, the slowest took {Longest.TotalSeconds:0.0} s");
        return logs;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
            await client.DisposeAsync();
    }
}
