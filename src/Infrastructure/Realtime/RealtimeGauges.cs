using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>What there is at the moment, looked at when it is asked for.</summary>
internal sealed class RealtimeGauges : IHostedService
{
    public RealtimeGauges(IMeterFactory meters, RoomHub hub, RoomLog log)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableUpDownCounter(
            "videochat.connections", () => hub.Connections, "{connection}", "Open sockets.");
        meter.CreateObservableUpDownCounter(
            "videochat.rooms", () => hub.Rooms, "{room}", "Rooms with open sockets.");
        meter.CreateObservableUpDownCounter(
            "videochat.connections.queued", hub.CountQueuedBytes, "By", "What waits for sockets that do not read fast enough.");
        meter.CreateObservableUpDownCounter(
            "videochat.log.queue", () => log.Queued, "{write}", "Writes that wait for the writer.");
        meter.CreateObservableGauge(
            "videochat.backplane.up", () => hub.Backplane == "degraded" ? 0 : 1, unit: null, "Whether the other machines can be reached; 1 where there are none.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        MessageMetrics.Begin();
        LogMetrics.Begin();
        RealtimeMetrics.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
