using MediatR;

namespace VideoChat.Application.Health;

public sealed record GetReadinessQuery : IRequest<Readiness>;

/// <summary>Whether requests should be sent here.</summary>
public enum Readiness
{
    /// <summary>They should.</summary>
    Ready,

    /// <summary>The database is still being prepared.</summary>
    Starting,

    /// <summary>The process is going away.</summary>
    Draining,

    /// <summary>The database does not answer.</summary>
    DatabaseDown,

    /// <summary>The database answers and takes no writes.</summary>
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
