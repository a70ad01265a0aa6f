using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Http;
using VideoChat.Application.Health;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Hosting;

/// <summary>Responds with 503 until the database is ready. Health checks and separate metrics addresses are exempt.</summary>
internal sealed class StartupGate(RequestDelegate next, Lifecycle lifecycle)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context)
    {
        if (lifecycle.IsMigrated || context.Request.Path.IsUnder(Paths.Health))
            return next(context);
        if (context.IsRoomSocketHandshake())
            Refusals.Count(Refusals.Starting);
        return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The server is starting. Try again.", RetryAfter);
    }
}
