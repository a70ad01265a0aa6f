using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Limits;
using VideoChat.Application.Messages;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;
using VideoChat.Infrastructure.Videos.Local.Jobs;

namespace VideoChat.Infrastructure;

/// <summary>
/// Publishes gauges and initializes every counter to 0, so that monitoring systems see the first increment as an increase.
/// </summary>
internal sealed class ServerMetrics : IHostedService
{
    public ServerMetrics(IMeterFactory meters, OpenConnections connections, RoomHub hub, IBackplane backplane, LogQueue log, TranscodeQueue transcodes)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableUpDownCounter(
            "videochat.connections", () => connections.Count, "{connection}", "Open sockets.");
        meter.CreateObservableUpDownCounter(
            "videochat.rooms", () => hub.Rooms, "{room}", "Rooms with open sockets.");
        meter.CreateObservableUpDownCounter(
            "videochat.connections.queued", connections.CountQueuedBytes, "By", "Bytes queued for sockets that read too slowly.");
        meter.CreateObservableUpDownCounter(
            "videochat.log.queue", () => log.Queued, "{write}", "Writes waiting for the log writer.");
        meter.CreateObservableUpDownCounter(
            "videochat.transcodes.waiting", () => transcodes.Waiting, "{video}", "Videos waiting to be processed by this machine.");
        meter.CreateObservableGauge(
            "videochat.backplane.up", () => backplane.State == BackplaneState.Degraded ? 0 : 1, unit: null, "1 while the backplane can be reached, and where there is none; else 0.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        MessageMetrics.Begin();
        LogMetrics.Begin();
        RealtimeMetrics.Begin();
        Refusals.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
