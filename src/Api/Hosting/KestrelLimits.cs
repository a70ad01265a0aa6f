using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Hosting;

/// <summary>Sets every limit of the HTTP server that matters in the open, so that none depends on a default.</summary>
internal sealed class KestrelLimits(IOptions<LimitsOptions> options, ConnectionGate connections) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Before this has passed no rate is asked for: a connection has to get going.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

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
        limits.MaxConcurrentConnections = own.MaxConnections;
        // Kestrel's own answer to one too many is an exception, and it does not know sockets over HTTP/2: see SocketGate.
        limits.MaxConcurrentUpgradedConnections = null;
        limits.Http2.MaxStreamsPerConnection = own.MaxStreamsPerConnection;
        limits.MaxRequestHeaderCount = own.MaxRequestHeaders;
        limits.MaxRequestHeadersTotalSize = own.MaxRequestHeaderBytes;
        limits.Http2.MaxRequestHeaderFieldSize = own.MaxRequestHeaderBytes;
        limits.MaxRequestLineSize = own.MaxRequestLineBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(own.RequestHeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(own.KeepAliveSeconds);
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }
}
