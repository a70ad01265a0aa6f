using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Connections;

/// <summary>Sets the limits of Kestrel explicitly, so that they do not depend on defaults.</summary>
internal sealed class KestrelLimits(IOptions<LimitsOptions> options, ConnectionGate connections) : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The size up to which Kestrel drains a body that is too large. Draining lets the client read the response. Uploads have a
    /// separate limit.
    /// </summary>
    private const int MaxBodyBytes = 30_000_000;

    private const int BufferBytes = 64 * 1_024;

    /// <summary>
    /// The flow-control window of one HTTP/2 connection. It exceeds the window of a stream, so that an unread stream does not
    /// block the others.
    /// </summary>
    private const int WindowBytes = 512 * 1_024;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(connections.Guard));
        try
        {
            Set(kestrel, options.Value);
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // The exception is ignored, because the validation of the options later reports the error and ends the process.
        }
    }

    private static void Set(KestrelServerOptions kestrel, LimitsOptions own)
    {
        var limits = kestrel.Limits;
        var rate = new MinDataRate(own.MinBytesPerSecond, Grace);
        kestrel.AddServerHeader = false;
        // Kestrel's own limit is off, because it would reject the newest connection. ConnectionGate closes the connection that has
        // been idle for longest instead.
        limits.MaxConcurrentConnections = null;
        // Kestrel's own limit is off, because Kestrel throws when it is reached and does not count sockets over HTTP/2.
        // SocketGate limits sockets instead.
        limits.MaxConcurrentUpgradedConnections = null;
        limits.Http2.MaxStreamsPerConnection = own.MaxStreamsPerConnection;
        limits.MaxRequestHeaderCount = own.MaxRequestHeaders;
        limits.MaxRequestHeadersTotalSize = own.MaxRequestHeaderBytes;
        limits.Http2.MaxRequestHeaderFieldSize = own.MaxRequestHeaderBytes;
        limits.MaxRequestLineSize = own.MaxRequestLineBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(own.RequestHeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(own.KeepAliveSeconds);
        limits.MaxRequestBodySize = MaxBodyBytes;
        limits.MaxRequestBufferSize = Math.Max(BufferBytes, Math.Max(own.MaxRequestHeaderBytes, own.MaxRequestLineBytes));
        limits.MaxResponseBufferSize = BufferBytes;
        limits.Http2.InitialConnectionWindowSize = WindowBytes;
        limits.Http2.InitialStreamWindowSize = WindowBytes / 2;
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }
}
