using System.Globalization;
using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>
/// Several machines on one PostgreSQL and one Redis, each with a separate proxy to Redis that can fail. The clock of the last machine is
/// always an hour ahead.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>The duration of a fault: seconds, or half a minute with <c>tests/cluster.sh --long</c>.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(int.Parse(
        Environment.GetEnvironmentVariable("VIDEOCHAT_CLUSTER_OUTAGE") ?? "2", CultureInfo.InvariantCulture));

    /// <summary>How long a machine may be silent. In long runs this is the default.</summary>
    public static readonly int LeaseSeconds = Outage > TimeSpan.FromSeconds(10) ? 18 : 3;

    private readonly List<Wire> _wires = [];

    private Cluster(PrivatePostgres postgres, TestRedis redis)
    {
        Postgres = postgres;
        Redis = redis;
    }

    public PrivatePostgres Postgres { get; }

    public TestRedis Redis { get; }

    public List<ApiServer> Nodes { get; } = [];

    public IReadOnlyList<Wire> Wires => _wires;

    public IReadOnlyList<Uri> Addresses => [.. Nodes.Select(node => node.Address)];

    public static async Task<Cluster> StartAsync(int nodes, params (string Key, string Value)[] settings)
    {
        var redis = TestRedis.Start();
        var cluster = new Cluster(await PrivatePostgres.StartAsync(), redis);
        try
        {
            for (var i = 0; i < nodes; i++)
                cluster._wires.Add(new Wire(redis.Port));
            cluster.Nodes.AddRange(await Task.WhenAll(cluster._wires.Select((wire, i) => ApiServer.StartAsync(
            [
                .. Common(),
                ("ConnectionStrings__Default", cluster.Postgres.ConnectionString),
                ("ConnectionStrings__Redis", wire.Address),
                ("Video__Provider", "None"),
                .. settings,
                .. i == nodes - 1 ? ClockAhead.Settings : [],
            ]))));
            foreach (var node in cluster.Nodes)
                await WaitForBackplaneAsync(node, "up");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until a machine's <c>/health</c> reports the state of the backplane. The machine is healthy in every state.</summary>
    public static Task WaitForBackplaneAsync(ApiServer node, string state) => Eventually.BeTrueAsync(
        async () =>
        {
            using var response = await node.GetAsync("/health");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            return (await response.ReadJsonAsync()).GetProperty("services").Text("backplane") == state;
        },
        $"the backplane is {state}");

    public Task WaitForBackplanesAsync(string state) => Task.WhenAll(Nodes.Select(node => WaitForBackplaneAsync(node, state)));

    /// <summary>Returns the users who are connected to a room according to a machine, with the number of their sockets.</summary>
    public static async Task<string> PresenceAsync(ApiServer node, Guid room)
    {
        var presence = await node.GetJsonAsync($"/rooms/{room}/presence");
        return string.Join(", ", presence.GetProperty("users").EnumerateArray().Select(Describe));

        static string Describe(JsonElement user) => $"{user.Text("username")} {user.GetProperty("connections")}";
    }

    /// <summary>The settings that docker-compose.yml gives its machines.</summary>
    private static IEnumerable<(string Key, string Value)> Common() =>
        from line in File.ReadLines(Path.Combine(Nginx.Root, "deploy", "api.env"))
        where line.Length > 0 && !line.StartsWith('#')
        let parts = line.Split('=', 2)
        select (parts[0], parts[1]);

    public async ValueTask DisposeAsync()
    {
        Redis.Resume();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        foreach (var wire in _wires)
            await wire.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
