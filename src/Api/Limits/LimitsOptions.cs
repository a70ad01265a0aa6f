using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Limits;

/// <summary>
/// Configuration section <c>Limits</c>: limits of connections, sockets and HTTP requests that do not depend on the address. The
/// limits per address are in <see cref="RateLimitingOptions"/>.
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// The maximum number of open TCP connections that are not sockets. A new connection replaces the one that has been idle for
    /// longest. If none is idle, the new connection is closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 8_000;

    /// <summary>The maximum number of open sockets. An additional handshake is rejected with 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxWebSockets { get; set; } = 10_000;

    /// <summary>The maximum number of concurrent streams of one HTTP/2 connection, sockets included.</summary>
    [Range(1, 1_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;

    [Range(16, 1_000)]
    public int MaxRequestHeaders { get; set; } = 64;

    [Range(2_048, 262_144)]
    public int MaxRequestHeaderBytes { get; set; } = 16_384;

    /// <summary>The maximum size of the request line, which contains the method, path and query.</summary>
    [Range(1_024, 65_536)]
    public int MaxRequestLineBytes { get; set; } = 8_192;

    [Range(1, 300)]
    public int RequestHeaderSeconds { get; set; } = 15;

    /// <summary>
    /// How long a connection can be idle before it is closed. A reverse proxy must close idle connections sooner. Otherwise it
    /// can send a request on a connection that the server is closing.
    /// </summary>
    [Range(1, 3_600)]
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>
    /// The minimum average rate at which a client must send a request body and read a response. Sockets have no minimum, and
    /// uploads have their own (<see cref="Infrastructure.Videos.UploadsOptions.MinBytesPerSecond"/>).
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;
}
