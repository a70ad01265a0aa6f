using BenchmarkDotNet.Attributes;

namespace VideoChat.Benchmarks;

/// <summary>Durable appends to the room log: one at a time, and concurrently, so that they share commits.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private Store _store = null!;

    [GlobalSetup]
    public async Task StartAsync() => _store = await Store.StartAsync();

    [GlobalCleanup]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Benchmark]
    public Task AppendAlone() => _store.AppendAsync(1);

    [Benchmark(OperationsPerInvoke = 256)]
    public Task AppendWith256UnderWay() => _store.AppendAsync(256);
}
