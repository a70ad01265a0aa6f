using MediatR;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Health;

public sealed record GetHealthQuery : IRequest<HealthReport>;

public enum HealthStatus
{
    /// <summary>The database responds and accepts writes.</summary>
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
/// <param name="Backplane">in_process, up or degraded.</param>
/// <param name="Video">bunny, local or disabled.</param>
/// <param name="VideoState">enabled, disabled or degraded.</param>
/// <param name="Timestamp">The time of the check in UTC.</param>
public sealed record HealthReport(
    HealthStatus Status, string? Reason, DiskStatus? Disk, Statistics? Statistics, int Connections, string Backplane, string Video, string VideoState,
    DateTime Timestamp)
{
    /// <summary>
    /// The place where videos are stored: provider, folder, shared_folder or none. A server with several machines and local
    /// videos requires a folder that all machines share.
    /// </summary>
    public string VideoStorage => (Video, Backplane) switch
    {
        ("bunny", _) => "provider",
        ("local", "in_process") => "folder",
        ("local", _) => "shared_folder",
        _ => "none",
    };
}

public sealed record Statistics(long Users, long Rooms, long Messages);

internal sealed class GetHealthQueryHandler(
    Lifecycle lifecycle, IDatabaseProbe database, IDiskProbe disk, IRealtimeProbe realtime, IVideoGateway video, TimeProvider clock)
    : IRequestHandler<GetHealthQuery, HealthReport>
{
    public async Task<HealthReport> Handle(GetHealthQuery query, CancellationToken cancellationToken)
    {
        // The tables may not exist before the migration.
        var status = lifecycle.IsMigrated ? await database.ReadAsync(cancellationToken) : null;
        var space = disk.Read();
        var (health, reason) = Judge(status, space);

        return new HealthReport(
            health, reason, space, status?.Statistics, realtime.Connections, realtime.Backplane, video.Name, video.State,
            clock.UtcTimestamp());
    }

    private static (HealthStatus, string?) Judge(DatabaseStatus? database, DiskStatus? disk)
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
