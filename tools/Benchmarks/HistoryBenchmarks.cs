using BenchmarkDotNet.Attributes;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;

namespace VideoChat.Benchmarks;

/// <summary>
/// Fifty messages of a room's history, by the size of the room: the newest (from memory), and older ones (from the database).
/// </summary>
[MemoryDiagnoser]
public class HistoryBenchmarks
{
    private Store _store = null!;
    private Guid _middle;

    [Params(1_000, 100_000)]
    public int Messages { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        _store = await Store.StartAsync();
        for (var stored = 0; stored < Messages; stored += 500)
        {
            await _store.AppendAsync(500);
            if (stored + 500 == Messages / 2)
                _middle = (await Newest()).Items[0].Id;
        }
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Benchmark]
    public Task<Page<MessageDto>> Newest() => _store.SendAsync(new ListMessagesQuery(_store.Room.Id, null, null, 50));

    [Benchmark]
    public Task<Page<MessageDto>> BeforeTheMiddle() => _store.SendAsync(new ListMessagesQuery(_store.Room.Id, _middle, null, 50));
}
