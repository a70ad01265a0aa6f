using MediatR;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Health;

public sealed record GetHealthQuery : IRequest<HealthReport>;

/// <summary>What the parts of the service say of themselves.</summary>
/// <param name="IsDatabaseUp">The database answers.</param>
/// <param name="Statistics">How much there is; null where the database does not answer.</param>
/// <param name="Connections">Open sockets of this process.</param>
/// <param name="Backplane">in_process, up or degraded.</param>
/// <param name="Video">bunny, local or disabled.</param>
/// <param name="VideoState">enabled, disabled or degraded.</param>
/// <param name="Timestamp">When this was looked at, UTC.</param>
public sealed record HealthReport(
    bool IsDatabaseUp, Statistics? Statistics, int Connections, string Backplane, string Video, string VideoState,
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

internal sealed class GetHealthQueryHandler(IDatabaseProbe database, IRealtimeProbe realtime, IVideoGateway video, TimeProvider clock)
    : IRequestHandler<GetHealthQuery, HealthReport>
{
    public async Task<HealthReport> Handle(GetHealthQuery query, CancellationToken cancellationToken)
    {
        var statistics = await database.ReadStatisticsAsync(cancellationToken);

        return new HealthReport(
            statistics is not null, statistics, realtime.Connections, realtime.Backplane, video.Name, video.State,
            clock.UtcTimestamp());
    }
}
