using MediatR;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Health;

public sealed record GetHealthQuery : IRequest<HealthReport>;

/// <summary>The overall state of the service.</summary>
public enum HealthStatus
{
    /// <summary>The database responds and accepts writes.</summary>
    Healthy,

    /// <summary>An operator is needed: the database accepts no writes, its reads fail, or the disk is nearly full.</summary>
    Degraded,

    /// <summary>The database is being prepared.</summary>
    Starting,

    /// <summary>The database does not respond.</summary>
    Unhealthy,
}

/// <summary>The state of the service and its parts.</summary>
/// <param name="Status">The overall state.</param>
/// <param name="Reason">Why the state is not healthy; null if it is.</param>
/// <param name="Disk">Space on the disk of <c>Storage:Path</c>; null if it cannot be queried.</param>
/// <param name="Statistics">Row counts; null if the database does not respond.</param>
/// <param name="Connections">Open sockets of this process.</param>
/// <param name="Backplane">in_process, up or degraded.</param>
/// <param name="Video">bunny, local or disabled.</param>
/// <param name="VideoState">enabled, disabled or degraded.</param>
/// <param name="Timestamp">The time of the check, UTC.</param>
public sealed record HealthReport(
    HealthStatus Status, string? Reason, DiskStatus? Disk, Statistics? Statistics, int Connections, string Backplane, string Video, string VideoState,
    DateTime Timestamp)
{
    /// <summary>
    /// Where videos are stored: provider, folder or shared_folder. With several machines the operator provides a folder that all of them
    /// share.
    /// </summary>
    public string VideoStorage => (Video, Backplane) switch
    {
        ("bunny", _) => "provider",
        ("local", "in_process") => "folder",
        ("local", _) => "shared_folder",
        _ => "none",
    };
}

/// <param name="Users">The number of users.</param>
/// <param name="Rooms">The number of rooms.</param>
/// <param name="Messages">The number of messages.</param>
public sealed record Statistics(long Users, long Rooms, long Messages);

internal sealed class GetHealthQueryHandler(
    Lifecycle lifecycle, IDatabaseProbe database, IDiskProbe disk, IRealtimeProbe realtime, IVideoGateway video, TimeProvider clock)
    : IRequestHandler<GetHealthQuery, HealthReport>
{
    public async Task<HealthReport> Handle(GetHealthQuery query, CancellationToken cancellationToken)
    {
        // Before the migration the tables may not exist.
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
