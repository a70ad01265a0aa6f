using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.OpenApi;
using VideoChat.Application.Common;
using VideoChat.Application.Health;

namespace VideoChat.Api.Controllers;

/// <summary>How the service is.</summary>
/// <param name="Status">healthy, degraded (see the reason), starting or unhealthy.</param>
/// <param name="Timestamp">When this was looked at, UTC.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Environment">The hosting environment, in lower case.</param>
/// <param name="Services">What the parts say.</param>
/// <param name="Stats">How much there is.</param>
/// <param name="Reason">Why the status is not healthy, for people; null if it is.</param>
/// <param name="Storage">What is left of the disk of <c>Storage:Path</c>; null if it cannot be queried.</param>
public sealed record HealthDto(
    [AllowedValues("healthy", "degraded", "starting", "unhealthy")] string Status,
    DateTime Timestamp, string Version, string Environment, HealthServicesDto Services, HealthStatsDto Stats,
    string? Reason, HealthStorageDto? Storage);

/// <param name="FreeBytes">Free on the disk, with what is reserved and booked.</param>
/// <param name="ReservedBytes">Of these, what only the database may use (<c>Storage:ReserveBytes</c>).</param>
/// <param name="BookedBytes">Of these, what uploads, transcodes and live streams under way will write.</param>
public sealed record HealthStorageDto(long FreeBytes, long ReservedBytes, long BookedBytes);

/// <param name="Api">running.</param>
/// <param name="Websocket">running.</param>
/// <param name="BunnyStream">enabled, disabled or degraded.</param>
/// <param name="Database">up or down.</param>
/// <param name="Backplane">in_process, up or degraded.</param>
/// <param name="Video">bunny, local or disabled.</param>
/// <param name="VideoStorage">provider, folder, shared_folder (all machines need the same one) or none.</param>
public sealed record HealthServicesDto(
    [AllowedValues("running")] string Api,
    [AllowedValues("running")] string Websocket,
    [AllowedValues("enabled", "disabled", "degraded")] string BunnyStream,
    [AllowedValues("up", "down")] string Database,
    [AllowedValues("in_process", "up", "degraded")] string Backplane,
    [AllowedValues("bunny", "local", "disabled")] string Video,
    [AllowedValues("provider", "folder", "shared_folder", "none")] string VideoStorage);

/// <param name="ActiveRooms">Rooms that exist; null while the database does not answer.</param>
/// <param name="ActiveUsers">Users that exist; null while the database does not answer.</param>
/// <param name="TotalMessages">Messages that exist; null while the database does not answer.</param>
/// <param name="Connections">Open sockets of this process.</param>
public sealed record HealthStatsDto(long? ActiveRooms, long? ActiveUsers, long? TotalMessages, int Connections);

/// <summary>Whether a process lives, or should be sent requests.</summary>
/// <param name="Status">alive; or ready, starting, draining, database_down, database_read_only (it takes no writes).</param>
public sealed record ProbeDto(
    [AllowedValues("alive", "ready", "starting", "draining", "database_down", "database_read_only")] string Status);

/// <summary>For load balancers and dashboards. Free of rate limits.</summary>
[ApiController, Route("health"), Tags("Health")]
public sealed class HealthController(IMediator mediator, IHostEnvironment environment) : ControllerBase
{
    /// <summary>The state of the service and its parts; 503 while starting and while the database does not answer.</summary>
    /// <remarks>Cheap at any size. 200 with <c>degraded</c> and a <c>reason</c> while the database takes no writes or space runs out.</remarks>
    [HttpGet, HttpHead, OperationId("getHealth")]
    [ProducesResponseType<HealthDto>(200), ProducesResponseType<HealthDto>(503)]
    public async Task<HealthDto> Get(CancellationToken cancellationToken)
    {
        var report = await mediator.Send(new GetHealthQuery(), cancellationToken);

        Response.StatusCode = report.Status is HealthStatus.Healthy or HealthStatus.Degraded
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        return new HealthDto(
            NameOf(report.Status),
            report.Timestamp,
            Product.Version,
            environment.EnvironmentName.ToLowerInvariant(),
            new HealthServicesDto(
                Api: "running", Websocket: "running", BunnyStream: report.Video == "bunny" ? report.VideoState : "disabled",
                Database: report.Statistics is not null ? "up" : "down", report.Backplane, report.Video,
                report.VideoStorage),
            new HealthStatsDto(
                report.Statistics?.Rooms, report.Statistics?.Users, report.Statistics?.Messages, report.Connections),
            report.Reason,
            report.Disk is { } disk ? new HealthStorageDto(disk.FreeBytes, disk.ReservedBytes, disk.BookedBytes) : null);
    }

    /// <summary>Answers as long as the process runs. Touches nothing.</summary>
    /// <remarks>A process that does not answer is to be restarted.</remarks>
    [HttpGet("live"), HttpHead("live"), OperationId("getLiveness")]
    public ProbeDto Live() => new("alive");

    /// <summary>Whether requests should be sent here: 503 while starting, draining, or without a database that takes writes.</summary>
    /// <remarks>A process that is not ready is to be left alone, not restarted.</remarks>
    [HttpGet("ready"), HttpHead("ready"), OperationId("getReadiness")]
    [ProducesResponseType<ProbeDto>(200), ProducesResponseType<ProbeDto>(503)]
    public async Task<ProbeDto> Ready(CancellationToken cancellationToken)
    {
        var readiness = await mediator.Send(new GetReadinessQuery(), cancellationToken);

        Response.StatusCode = readiness == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return new ProbeDto(NameOf(readiness));
    }

    private static string NameOf(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
