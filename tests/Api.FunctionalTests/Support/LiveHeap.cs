using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using VideoChat.Api.FunctionalTests.Observability;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Measures the size of a server's live objects after a full garbage collection.</summary>
internal static class LiveHeap
{
    /// <summary>
    /// The keyword <c>GCHeapCollect</c> of the runtime's events. A session with it triggers a full garbage collection
    /// (https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-garbage-collection-events).
    /// </summary>
    private const long Collect = 0x800000;

    /// <summary>Returns the size in bytes.</summary>
    public static async Task<double> MeasureAsync(ApiServer api)
    {
        var before = await Metrics.ReadAsync(api);
        var runtime = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Collect);
        var client = new DiagnosticsClient(api.ProcessId);
        using (var session = await client.StartEventPipeSessionAsync([runtime], requestRundown: false, token: CancellationToken.None))
        {
            var reading = session.EventStream.CopyToAsync(Stream.Null);
            await Eventually.BeTrueAsync(async () => CollectionsOf(await Metrics.ReadAsync(api)) > CollectionsOf(before), "the garbage is collected");
            await session.StopAsync(CancellationToken.None);
            await reading;
        }
        var after = await Metrics.ReadAsync(api);
        return after.Sum("dotnet_gc_last_collection_heap_size_bytes") - after.Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");
    }

    private static double CollectionsOf(Metrics metrics) => metrics.Sum("dotnet_gc_collections_total", "gen2");
}
