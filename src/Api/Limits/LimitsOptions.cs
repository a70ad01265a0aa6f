using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Limits;

/// <summary>
/// Configuration section <c>Limits</c>: limits of the process, applied before a request is read. <see cref="RateLimitingOptions"/> has
/// those of each address.
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// The maximum number of open connections that are not sockets. A further one replaces the connection that has been idle for longest.
    /// If none is idle, the new one is closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 8_000;

    /// <summary>The maximum number of open sockets. A further one is refused with 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxWebSockets { get; set; } = 10_000;

    /// <summary>The maximum number of concurrent streams of one HTTP/2 connection, sockets included.</summary>
    [Range(1, 1_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>The maximum number of headers of one request.</summary>
    [Range(16, 1_000)]
    public int MaxRequestHeaders { get; set; } = 64;

    /// <summary>The maximum size of all headers of one request.</summary>
    [Range(2_048, 262_144)]
    public int MaxRequestHeaderBytes { get; set; } = 16_384;

    /// <summary>The maximum size of the request line: method, path and query.</summary>
    [Range(1_024, 65_536)]
    public int MaxRequestLineBytes { get; set; } = 8_192;

    /// <summary>The timeout for a request's headers.</summary>
    [Range(1, 300)]
    public int RequestHeaderSeconds { get; set; } = 15;

    /// <summary>
    /// How long a connection may be idle. A proxy must close its connections sooner, or it sends a request to one that is being closed.
    /// </summary>
    [Range(1, 3_600)]
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>
    /// The lowest average rate at which a request body is sent and a response is read. Uploads have their own
    /// (<see cref="Infrastructure.Videos.UploadsOptions.MinBytesPerSecond"/>); sockets have none.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;
}
