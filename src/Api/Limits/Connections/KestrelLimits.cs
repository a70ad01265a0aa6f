using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Connections;

/// <summary>Sets every relevant limit of the HTTP server, so that none depends on a default.</summary>
internal sealed class KestrelLimits(IOptions<LimitsOptions> options, ConnectionGate connections) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>The time before the minimum data rate applies to a connection.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Only uploads, which have their own limit, read more than 64 KiB. The rest of a larger body is drained up to this size, so that the
    /// client can read the response.
    /// </summary>
    private const int MaxBodyBytes = 30_000_000;

    /// <summary>Buffered data of one connection, in each direction.</summary>
    private const int BufferBytes = 64 * 1_024;

    /// <summary>Buffered data of one HTTP/2 connection. Larger, so that an unread stream does not block the others.</summary>
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
            // The server is created before the options are validated. The validation then reports the error and ends the process.
        }
    }

    private static void Set(KestrelServerOptions kestrel, LimitsOptions own)
    {
        var limits = kestrel.Limits;
        var rate = new MinDataRate(own.MinBytesPerSecond, Grace);
        kestrel.AddServerHeader = false;
        // Kestrel would reject the newest connection; ConnectionGate closes the one that is idle longest.
        limits.MaxConcurrentConnections = null;
        // Kestrel throws at this limit and does not count sockets over HTTP/2; SocketGate does.
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
