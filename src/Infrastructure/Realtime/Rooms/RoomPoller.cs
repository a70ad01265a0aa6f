using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Compares the rooms with the database. It finds events that Redis did not announce, and a log that lost events in a fail-over or
/// through a restored backup.
/// </summary>
internal sealed partial class RoomPoller(RoomHub hub, IBackplane backplane, TimeProvider clock, ILogger<RoomPoller> logger)
{
    // A log that lost events is noticed within a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private bool _isFailing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await PollAsync(cancellationToken);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await hub.PollAsync(cancellationToken);
            await backplane.ResubscribeAsync();
            _isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // An outage makes every poll fail, so only the first failure is logged.
            if (!_isFailing)
                LogFailed(logger, exception);
            _isFailing = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Polling the database for room events failed; retrying every half second")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
