using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Connections;

namespace VideoChat.Api.Hosting;

/// <summary>Sets every limit of the HTTP server that matters in the open, so that none depends on a default.</summary>
internal sealed class KestrelLimits(IOptions<LimitsOptions> options, ConnectionGate connections) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Before this has passed no rate is asked for: a connection has to get going.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Nobody reads a body of more than 64 KiB but an upload, which has a limit of its own. Up to this the rest is passed over, so that
    /// the client gets to read the answer.
    /// </summary>
    private const int MaxBodyBytes = 30_000_000;

    /// <summary>What one connection has that nobody has read yet, each way.</summary>
    private const int BufferBytes = 64 * 1_024;

    /// <summary>The same of HTTP/2, of all streams together: more, since one that is not read must not hold up the others.</summary>
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
            // The server is made before the configuration is checked, which then says what is wrong and ends the process.
        }
    }

    private static void Set(KestrelServerOptions kestrel, LimitsOptions own)
    {
        var limits = kestrel.Limits;
        var rate = new MinDataRate(own.MinBytesPerSecond, Grace);
        kestrel.AddServerHeader = false;
        // Kestrel would refuse the newest connection; ConnectionGate closes the longest idle one.
        limits.MaxConcurrentConnections = null;
        // Kestrel's own answer to one too many is an exception, and it does not know sockets over HTTP/2: see SocketGate.
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
