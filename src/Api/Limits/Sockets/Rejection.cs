using VideoChat.Application.Limits;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.Limits.Sockets;

internal interface IAdmissionResult;

/// <param name="Code">
/// An HTTP status if the handshake is rejected, or a close code if the socket is closed after its handshake.
/// </param>
/// <param name="Reason">The reason that the client receives.</param>
internal sealed record Rejection(int Code, string Reason) : IAdmissionResult
{
    private const int LowestCloseCode = 1_000;

    public static readonly Rejection NoUpgrade = new(
        StatusCodes.Status426UpgradeRequired, "This endpoint only accepts WebSocket connections.")
    { Refusal = Refusals.NoUpgrade };

    public static readonly Rejection ForeignOrigin = new(
        StatusCodes.Status403Forbidden, "This origin is not allowed to open a WebSocket.")
    { Refusal = Refusals.Origin };

    public static readonly Rejection Restarting = new(StatusCodes.Status503ServiceUnavailable, "The server is restarting.")
    {
        Refusal = Refusals.Restarting,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static readonly Rejection Full = new(
        StatusCodes.Status503ServiceUnavailable, "The server has reached its connection limit. Try again later.")
    {
        Refusal = Refusals.Full,
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    public static readonly Rejection TooManySockets = new(CloseCodes.TooMany, "too many sockets");

    public static readonly Rejection Unavailable = new(CloseCodes.ServiceRestart, "the service is not available, come back");

    public static readonly Rejection Failed = new(CloseCodes.InternalError, "internal error");

    public bool IsCloseCode => Code >= LowestCloseCode;

    /// <summary>The label in the metric of rejected handshakes: one of <see cref="Refusals"/>.</summary>
    public string? Refusal { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static Rejection NotFound(string reason) => new(CloseCodes.NotFound, reason);
}
