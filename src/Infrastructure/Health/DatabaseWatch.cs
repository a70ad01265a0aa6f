using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Health;

internal sealed partial class DatabaseWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IDatabaseProbe _probe;
    private readonly IDatabaseDialect _database;
    private readonly Lifecycle _lifecycle;
    private readonly TimeProvider _clock;
    private readonly ILogger<DatabaseWatch> _logger;
    private readonly Instrument _up;
    private volatile bool _isUp;
    private volatile bool _takesWrites;
    private bool _isMoved;
    private Task _keeping = Task.CompletedTask;

    public DatabaseWatch(
        IDatabaseProbe probe, IDatabaseDialect database, IMeterFactory meters, Lifecycle lifecycle, TimeProvider clock, ILogger<DatabaseWatch> logger)
    {
        (_probe, _database, _lifecycle, _clock, _logger) = (probe, database, lifecycle, clock, logger);
        var meter = meters.Create(Telemetry.Name);
        _up = meter.CreateObservableGauge(
            "videochat.database.up", () => _isUp ? 1 : 0, unit: null, "1 while the database answers reads; 0 also until it is prepared.");
        meter.CreateObservableGauge(
            "videochat.database.writable", () => _takesWrites ? 1 : 0, unit: null, "1 while the database takes writes; 0 also until it is prepared.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            await _lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
            {
                CheckFile();
                // Another thread checks the reserve, because an unresponsive disk must not delay the other checks.
                if (_keeping.IsCompleted)
                    _keeping = Task.Run(_database.RestoreReserve, stoppingToken);
                if (_up.Enabled)
                {
                    var status = await _probe.ProbeAsync(stoppingToken);
                    (_isUp, _takesWrites) = (status.Statistics is not null, status.TakesWrites);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private void CheckFile()
    {
        try
        {
            _database.EnsureInPlace();
            if (_isMoved)
                LogRestored(_logger, _database.Location);
            _isMoved = false;
        }
        catch (DatabaseFileMovedException)
        {
            if (!_isMoved)
                LogMoved(_logger, _database.Location);
            _isMoved = true;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The database {Location} was moved, removed or replaced; writes are refused until the same file is back. Do not stop the server before "
            + "its data is saved: what is only in the open file is lost with the process")]
    private static partial void LogMoved(ILogger logger, string location);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database {Location} is in place again; writes are accepted")]
    private static partial void LogRestored(ILogger logger, string location);
}
