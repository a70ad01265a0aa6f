using MediatR;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Health;

public sealed record GetHealthQuery : IRequest<HealthReport>;

/// <summary>How the service is as a whole.</summary>
public enum HealthStatus
{
    /// <summary>The database answers and takes writes.</summary>
    Healthy,

    /// <summary>Something needs an operator: the database takes no writes, fails on reads, or space runs out.</summary>
    Degraded,

    /// <summary>The database is still being prepared.</summary>
    Starting,

    /// <summary>The database does not answer.</summary>
    Unhealthy,
}

/// <summary>What the parts of the service say of themselves.</summary>
/// <param name="Status">How it is as a whole.</param>
/// <param name="Reason">Why it is not healthy; null if it is.</param>
/// <param name="Disk">What is left of the disk of <c>Storage:Path</c>; null if it cannot be queried.</param>
/// <param name="Statistics">How much there is; null where the database does not answer.</param>
/// <param name="Connections">Open sockets of this process.</param>
/// <param name="Backplane">in_process, up or degraded.</param>
/// <param name="Video">bunny, local or disabled.</param>
/// <param name="VideoState">enabled, disabled or degraded.</param>
/// <param name="Timestamp">When this was looked at, UTC.</param>
public sealed record HealthReport(
    HealthStatus Status, string? Reason, DiskStatus? Disk, Statistics? Statistics, int Connections, string Backplane, string Video, string VideoState,
    DateTime Timestamp)
{
    /// <summary>
    /// Where videos are kept: provider, folder, or shared_folder, which is the operator's business to provide: with several
    /// machines each must see the videos of all.
    /// </summary>
    public string VideoStorage => (Video, Backplane) switch
    {
        ("bunny", _) => "provider",
        ("local", "in_process") => "folder",
        ("local", _) => "shared_folder",
        _ => "none",
    };
}

/// <param name="Users">Users that exist.</param>
/// <param name="Rooms">Rooms that exist.</param>
/// <param name="Messages">Messages that exist.</param>
public sealed record Statistics(long Users, long Rooms, long Messages);

internal sealed class GetHealthQueryHandler(
    Lifecycle lifecycle, IDatabaseProbe database, IDiskProbe disk, IRealtimeProbe realtime, IVideoGateway video, TimeProvider clock)
    : IRequestHandler<GetHealthQuery, HealthReport>
{
    public async Task<HealthReport> Handle(GetHealthQuery query, CancellationToken cancellationToken)
    {
        // Before the migration there may be no table to read.
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
