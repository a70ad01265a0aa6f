using MediatR;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Health;

public sealed record GetHealthQuery : IRequest<HealthReport>;

public enum HealthStatus
{
    Healthy,

    /// <summary>The database accepts no writes, its reads fail, or the disk is nearly full. An operator must intervene.</summary>
    Degraded,

    /// <summary>The database is being created or migrated.</summary>
    Starting,

    Unhealthy,
}

/// <summary>The state of the service and its parts.</summary>
/// <param name="Status">The overall state.</param>
/// <param name="Reason">Why the state is not healthy; otherwise null.</param>
/// <param name="Disk">The free space on the disk of <c>Storage:Path</c>; null if it cannot be queried.</param>
/// <param name="Statistics">Row counts; null if the database does not respond.</param>
/// <param name="Connections">The number of open sockets of this process.</param>
/// <param name="Backplane">The state of the backplane.</param>
/// <param name="Video">The video provider.</param>
/// <param name="IsVideoDegraded">Whether calls to the video provider fail at the moment.</param>
/// <param name="Timestamp">The time of the check in UTC.</param>
public sealed record HealthReport(
    HealthStatus Status, string? Reason, DiskStatus? Disk, Statistics? Statistics, int Connections, BackplaneState Backplane, MediaProvider Video,
    bool IsVideoDegraded, DateTime Timestamp)
{
    public VideoStorage VideoStorage => (Video, Backplane) switch
    {
        (MediaProvider.Bunny, _) => VideoStorage.Provider,
        (MediaProvider.Local, BackplaneState.InProcess) => VideoStorage.Folder,
        (MediaProvider.Local, _) => VideoStorage.SharedFolder,
        _ => VideoStorage.None,
    };
}

/// <summary>Where videos are stored.</summary>
public enum VideoStorage
{
    None,
    Provider,

    /// <summary>A folder on the only machine.</summary>
    Folder,

    /// <summary>A folder that the operator provides and all machines share.</summary>
    SharedFolder,
}

public sealed record Statistics(long Users, long Rooms, long Messages);

internal sealed class GetHealthQueryHandler(
    Lifecycle lifecycle, IDatabaseProbe database, IDiskProbe disk, IRealtimeProbe realtime, IVideoGateway video, TimeProvider clock)
    : IRequestHandler<GetHealthQuery, HealthReport>
{
    public async Task<HealthReport> Handle(GetHealthQuery query, CancellationToken cancellationToken)
    {
        // The database is not queried before the migration, because the tables may not exist.
        var status = lifecycle.IsMigrated ? await database.ProbeAsync(cancellationToken) : null;
        var space = disk.Read();
        var (health, reason) = Evaluate(status, space);

        return new HealthReport(
            health, reason, space, status?.Statistics, realtime.Connections, realtime.Backplane, video.Provider,
            video.IsDegraded, clock.UtcTimestamp());
    }

    private static (HealthStatus, string?) Evaluate(DatabaseStatus? database, DiskStatus? disk)
    {
        if (database is null)
            return (HealthStatus.Starting, "The database is being prepared.");
        if (database.Statistics is null)
            return (HealthStatus.Unhealthy, database.Reason);
        var isLow = disk is { IsLow: true };
        if (database.Reason is null && !isLow)
            return (HealthStatus.Healthy, null);
        string?[] reasons = [database.Reason, isLow ? "The disk of Storage:Path is nearly full: less than Storage:ReserveBytes is left." : null];
        return (HealthStatus.Degraded, string.Join(' ', reasons.OfType<string>()));
    }
}
