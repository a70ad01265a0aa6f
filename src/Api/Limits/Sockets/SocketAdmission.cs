using Microsoft.Extensions.Options;
using VideoChat.Api.Security;
using VideoChat.Application.Health;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// Decides whether a handshake is admitted. The limits per address are checked first, so that one address cannot exhaust the
/// limits of the process.
/// </summary>
internal sealed class SocketAdmission(
    OriginPolicy origins, Lifecycle lifecycle, ISocketLimiter addresses, AddressRates rates, SocketGate process,
    HandshakeThrottle handshakes, IOptions<RateLimitingOptions> limits)
{
    /// <summary>
    /// Waits until the handshake may begin, or rejects it. The caller must dispose the returned <see cref="Admission"/>.
    /// </summary>
    public async ValueTask<IAdmissionResult> EnterAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Rejection.NoUpgrade;
        if (!origins.IsAllowed(context.Request))
            return Rejection.ForeignOrigin;
        if (lifecycle.IsClosing)
            return Rejection.Restarting;

        var address = limits.Value.Enabled ? context.ClientAddress() : null;
        if (address is not null && !await addresses.TryEnterAsync(address, limits.Value.WebSocketsPerAddress))
            return Rejection.TooManySockets;
        if (!process.TryEnter())
        {
            if (address is not null)
                await addresses.LeaveAsync(address);
            return Rejection.Full;
        }

        var admission = new Admission(address, addresses, process, rates);
        try
        {
            await admission.BeginHandshakeAsync(handshakes, context.RequestAborted);
            return admission;
        }
        catch
        {
            admission.Dispose();
            throw;
        }
    }
}
