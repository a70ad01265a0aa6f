using MediatR;

namespace VideoChat.Application.Health;

public sealed record GetReadinessQuery : IRequest<Readiness>;

/// <summary>Indicates whether a load balancer should send requests to this process.</summary>
public enum Readiness
{
    Ready,

    /// <summary>The database is being created or migrated.</summary>
    Starting,

    Draining,

    DatabaseDown,

    DatabaseReadOnly,
}

internal sealed class GetReadinessQueryHandler(Lifecycle lifecycle, IDatabaseProbe database)
    : IRequestHandler<GetReadinessQuery, Readiness>
{
    public async Task<Readiness> Handle(GetReadinessQuery query, CancellationToken cancellationToken)
    {
        if (lifecycle.IsDraining)
            return Readiness.Draining;
        if (!lifecycle.IsMigrated)
            return Readiness.Starting;
        var status = await database.ProbeAsync(cancellationToken);
        if (status.Statistics is null)
            return Readiness.DatabaseDown;
        return status.TakesWrites ? Readiness.Ready : Readiness.DatabaseReadOnly;
    }
}
