using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Abuse;

/// <summary>Users who chat in one room at a steady rate. Measures how long each message takes to each of them.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    private const int Members = 16;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly List<RoomClient> _clients = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _enough = new();
    private readonly long[] _said = new long[Members];
    private List<double> _latencies = [];
    private long _delivered;

    public static async Task<Conversation> StartAsync(ApiServer api)
    {
        var conversation = new Conversation();
        var room = await api.CreateRoomAsync();
        for (var i = 0; i < Members; i++)
        {
            var user = await api.CreateUserAsync($"member-{i}");
            // Each user has a separate address, forwarded by a proxy.
            conversation._clients.Add(await RoomClient.JoinAsync(api, room, user, headers: ("X-Forwarded-For", $"198.51.100.{i}")));
        }
        foreach (var (number, client) in conversation._clients.Index())
        {
            conversation._running.Add(conversation.TalkAsync(client, number));
            conversation._running.Add(conversation.ListenAsync(client));
        }
        return conversation;
    }

    /// <summary>Waits until each member has said this many more messages, and all that were said have reached all members.</summary>
    public async Task CompleteRoundsAsync(int rounds)
    {
        var goals = _said.Select(said => said + rounds).ToArray();
        await Eventually.BeTrueAsync(() => goals.Zip(_said).All(pair => pair.Second >= pair.First), "each member has said its messages");
        var total = _said.Sum();
        await Eventually.BeTrueAsync(() => Volatile.Read(ref _delivered) >= total * Members, "all messages have reached all members");
    }

    /// <summary>
    /// Returns the 99th percentile from sending to receiving in milliseconds, the worst period, and the count. The percentile is the median
    /// of five periods, so that a pause of the whole machine does not count as one of the server.
    /// </summary>
    public async Task<(double P99, double Worst, int Count)> MeasureAsync(TimeSpan duration)
    {
        const int Stretches = 5;
        var measured = new List<(double P99, int Count)>();
        while (measured.Count < Stretches)
            measured.Add(await MeasureOnceAsync(duration / Stretches));
        var ordered = measured.Select(stretch => stretch.P99).Order().ToList();
        return (ordered[Stretches / 2], ordered[^1], measured.Sum(stretch => stretch.Count));
    }

    private async Task<(double P99, int Count)> MeasureOnceAsync(TimeSpan duration)
    {
        var latencies = new List<double>();
        lock (_enough)
            _latencies = latencies;
        await Task.Delay(duration);
        lock (_enough)
        {
            _latencies = [];
            latencies.Sort();
            return (latencies.Count == 0 ? double.PositiveInfinity : latencies[(int)(latencies.Count * 0.99)], latencies.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        await Task.WhenAll(_running);
        _enough.Dispose();
    }

    private async Task TalkAsync(RoomClient client, int number)
    {
        try
        {
            await Task.Delay(Pace * number / Members, _enough.Token);
            using var timer = new PeriodicTimer(Pace);
            while (await timer.WaitForNextTickAsync(_enough.Token))
            {
                await client.SayAsync($"{Stopwatch.GetTimestamp()}");
                Interlocked.Increment(ref _said[number]);
            }
        }
        catch (Exception) when (_enough.IsCancellationRequested)
        {
            // The measurement has ended.
        }
    }

    private async Task ListenAsync(RoomClient client)
    {
        try
        {
            while (true)
            {
                var sent = long.Parse((await client.ReceiveAsync("message")).Content(), System.Globalization.CultureInfo.InvariantCulture);
                var latency = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                Interlocked.Increment(ref _delivered);
                lock (_enough)
                    _latencies.Add(latency);
            }
        }
        catch (Exception) when (_enough.IsCancellationRequested)
        {
            // The measurement has ended.
        }
    }
}
