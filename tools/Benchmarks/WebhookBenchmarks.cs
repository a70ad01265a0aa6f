using BenchmarkDotNet.Attributes;
using VideoChat.Application.Webhooks.CreateWebhook;

namespace VideoChat.Benchmarks;

/// <summary>Appends to the room log with many subscribed endpoints that cannot be reached.</summary>
public class WebhookBenchmarks
{
    private const int UnderWay = 4;

    private Store _store = null!;

    [Params(0, 10, 100)]
    public int Endpoints { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        for (var i = 0; i < Endpoints; i++)
            await _store.SendAsync(new CreateWebhookCommand("https://partner.invalid", ["message.posted"], null, null));
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Benchmark(OperationsPerInvoke = UnderWay)]
    public Task Append() => _store.AppendAsync(UnderWay);
}
