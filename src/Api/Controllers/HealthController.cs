using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Videos;

namespace VideoChat.Api.Controllers;

/// <summary>The state of the service and its parts.</summary>
/// <param name="Status">The overall status: healthy, degraded, starting or unhealthy.</param>
/// <param name="Timestamp">The time of the check in UTC.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Environment">The hosting environment in lower case.</param>
/// <param name="Services">The state of each part.</param>
/// <param name="Stats">Row and connection counts.</param>
/// <param name="Reason">Why the status is not healthy, as a sentence; otherwise null.</param>
/// <param name="Storage">The space on the disk of <c>Storage:Path</c>; null if it cannot be queried.</param>
public sealed record HealthDto(
    [AllowedValues("healthy", "degraded", "starting", "unhealthy")] string Status,
    DateTime Timestamp, string Version, string Environment, HealthServicesDto Services, HealthStatsDto Stats,
    string? Reason, HealthStorageDto? Storage);

/// <param name="FreeBytes">The free space, including what is reserved for the database and for running writers.</param>
/// <param name="ReservedBytes">The part that only the database may use (<c>Storage:ReserveBytes</c>).</param>
/// <param name="BookedBytes">The part that is reserved for running uploads, transcodes and live streams.</param>
public sealed record HealthStorageDto(long FreeBytes, long ReservedBytes, long BookedBytes);

/// <param name="Api">Always running.</param>
/// <param name="Websocket">Always running.</param>
/// <param name="BunnyStream">The state of Bunny.net: enabled, disabled or degraded.</param>
/// <param name="Database">The state of the database: up or down.</param>
/// <param name="Backplane">The state of the backplane: in_process, up or degraded.</param>
/// <param name="Video">The video provider: bunny, local or disabled.</param>
/// <param name="VideoStorage">
/// Where videos are stored: provider, folder, shared_folder or none. All machines must use the same shared folder.
/// </param>
public sealed record HealthServicesDto(
    [AllowedValues("running")] string Api,
    [AllowedValues("running")] string Websocket,
    [AllowedValues("enabled", "disabled", "degraded")] string BunnyStream,
    [AllowedValues("up", "down")] string Database,
    [AllowedValues("in_process", "up", "degraded")] string Backplane,
    [AllowedValues("bunny", "local", "disabled")] string Video,
    [AllowedValues("provider", "folder", "shared_folder", "none")] string VideoStorage);

/// <param name="ActiveRooms">The number of rooms; null if the database does not respond.</param>
/// <param name="ActiveUsers">The number of users; null if the database does not respond.</param>
/// <param name="TotalMessages">The number of messages; null if the database does not respond.</param>
/// <param name="Connections">The number of open sockets of this process.</param>
public sealed record HealthStatsDto(long? ActiveRooms, long? ActiveUsers, long? TotalMessages, int Connections);

/// <summary>The liveness or readiness of a process.</summary>
/// <param name="Status">The state: alive, ready, starting, draining, database_down or database_read_only.</param>
public sealed record ProbeDto(
    [AllowedValues("alive", "ready", "starting", "draining", "database_down", "database_read_only")] string Status);

/// <summary>Health checks for load balancers and dashboards. They are exempt from rate limits.</summary>
[ApiController, Route("health"), Tags("Health")]
public sealed class HealthController(IMediator mediator, IHostEnvironment environment) : ControllerBase
{
    /// <summary>Gets the state of the service and its parts.</summary>
    /// <remarks>
    /// The status is 503 while the service starts or its database does not respond. It is 200 with `degraded` and a `reason`
    /// while the database accepts no writes or the disk is nearly full. The cost does not depend on the size of the database.
    /// </remarks>
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
                Api: "running", Websocket: "running", BunnyStream: NameOfBunny(report),
                Database: report.Statistics is not null ? "up" : "down", NameOf(report.Backplane),
                NameOf(report.Video), NameOf(report.VideoStorage)),
            new HealthStatsDto(
                report.Statistics?.Rooms, report.Statistics?.Users, report.Statistics?.Messages, report.Connections),
            report.Reason,
            report.Disk is { } disk ? new HealthStorageDto(disk.FreeBytes, disk.ReservedBytes, disk.BookedBytes) : null);
    }

    /// <summary>Responds while the process runs, without checking anything.</summary>
    /// <remarks>A process that does not respond should be restarted.</remarks>
    [HttpGet("live"), HttpHead("live"), OperationId("getLiveness")]
    public ProbeDto Live() => new("alive");

    /// <summary>Determines whether a load balancer should send requests to this process.</summary>
    /// <remarks>
    /// The status is 503 while the process starts or stops, and while the database accepts no writes. A process that is not ready
    /// should not be restarted.
    /// </remarks>
    [HttpGet("ready"), HttpHead("ready"), OperationId("getReadiness")]
    [ProducesResponseType<ProbeDto>(200), ProducesResponseType<ProbeDto>(503)]
    public async Task<ProbeDto> Ready(CancellationToken cancellationToken)
    {
        var readiness = await mediator.Send(new GetReadinessQuery(), cancellationToken);

        Response.StatusCode = readiness == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return new ProbeDto(NameOf(readiness));
    }

    private static string NameOfBunny(HealthReport report) =>
        report.Video != MediaProvider.Bunny ? "disabled" : report.IsVideoDegraded ? "degraded" : "enabled";

    private static string NameOf(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
