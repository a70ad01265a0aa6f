using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Limits;

/// <summary>
/// Configuration section <c>Limits</c>: what one process lets in before anybody looks at what is asked. Who is behind it does not
/// matter here; <see cref="RateLimitingOptions"/> counts by address.
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// Open connections that are no sockets. One more takes the place of the connection that has been idle for longest; if all are
    /// busy, it is closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 8_000;

    /// <summary>Open sockets; one more is refused with 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxWebSockets { get; set; } = 10_000;

    /// <summary>Streams of one HTTP/2 connection at once, sockets among them.</summary>
    [Range(1, 1_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>Headers of one request.</summary>
    [Range(16, 1_000)]
    public int MaxRequestHeaders { get; set; } = 64;

    /// <summary>All headers of one request.</summary>
    [Range(2_048, 262_144)]
    public int MaxRequestHeaderBytes { get; set; } = 16_384;

    /// <summary>The first line of a request: its method, its path and its query.</summary>
    [Range(1_024, 65_536)]
    public int MaxRequestLineBytes { get; set; } = 8_192;

    /// <summary>How long a request's headers may take.</summary>
    [Range(1, 300)]
    public int RequestHeaderSeconds { get; set; } = 15;

    /// <summary>
    /// How long a connection may wait for its next request. A proxy must give up sooner, or now and then it sends a request into a
    /// connection that is being closed.
    /// </summary>
    [Range(1, 3_600)]
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>
    /// How fast a request's body must come and an answer be read, in the long run. Uploads have a rate of their own
    /// (<see cref="Infrastructure.Videos.UploadsOptions.MinBytesPerSecond"/>); sockets have none.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;
}
