using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using VideoChat.Application.Common;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Asks the database every few seconds whether it answers, for the metrics and only while somebody collects these.</summary>
internal sealed class DatabaseWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IDatabaseProbe _database;
    private readonly Lifecycle _lifecycle;
    private readonly TimeProvider _clock;
    private readonly Instrument _up;
    private volatile bool _isUp;

    public DatabaseWatch(IDatabaseProbe database, IMeterFactory meters, Lifecycle lifecycle, TimeProvider clock)
    {
        (_database, _lifecycle, _clock) = (database, lifecycle, clock);
        _up = meters.Create(Telemetry.Name).CreateObservableGauge(
            "videochat.database.up", () => _isUp ? 1 : 0, unit: null, "1 while the database answers reads; 0 also until it is prepared.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            await _lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
            {
                if (_up.Enabled)
                    _isUp = await _database.ReadStatisticsAsync(stoppingToken) is not null;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }
}
