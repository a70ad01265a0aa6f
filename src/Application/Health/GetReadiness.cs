using MediatR;

namespace VideoChat.Application.Health;

public sealed record GetReadinessQuery : IRequest<Readiness>;

/// <summary>Whether a load balancer should send requests to this process.</summary>
public enum Readiness
{
    /// <summary>Requests are served.</summary>
    Ready,

    /// <summary>The database is being prepared.</summary>
    Starting,

    /// <summary>The process is shutting down.</summary>
    Draining,

    /// <summary>The database does not respond.</summary>
    DatabaseDown,

    /// <summary>The database responds but accepts no writes.</summary>
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
        var status = await database.ReadAsync(cancellationToken);
        if (status.Statistics is null)
            return Readiness.DatabaseDown;
        return status.TakesWrites ? Readiness.Ready : Readiness.DatabaseReadOnly;
    }
}
