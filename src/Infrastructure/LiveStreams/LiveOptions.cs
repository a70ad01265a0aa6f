using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace VideoChat.Infrastructure.LiveStreams;

/// <summary>Configuration section <c>Live</c>.</summary>
public sealed class LiveOptions : IValidatableObject
{
    public const string Section = "Live";

    public LiveProvider Provider { get; set; } = LiveProvider.Auto;

    /// <summary>The range of local RTMP ports. Each stream that is ready or live uses one port.</summary>
    public string IngestPorts { get; set; } = "19350-19359";

    /// <summary>The IP address on which the local RTMP ports listen.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>How long a local encoder may be disconnected before its stream ends, in seconds.</summary>
    [Range(1, 86_400)]
    public int BreakSeconds { get; set; } = 60;

    /// <summary>How long a local stream waits for its first encoder, in seconds.</summary>
    [Range(1, 86_400)]
    public int WaitSeconds { get; set; } = 3_600;

    /// <summary>How long the last segments of a local stream remain available after its end, in seconds.</summary>
    [Range(1, 86_400 * 365)]
    public int KeepSeconds { get; set; } = 3_600;

    /// <summary>
    /// The maximum interval between two key frames of a local stream, in seconds. If an encoder exceeds it, the encoder is disconnected and
    /// the stream ends.
    /// </summary>
    [Range(4, 600)]
    public int MaxKeyFrameSeconds { get; set; } = 30;

    /// <summary>
    /// The maximum size of a segment of a local stream, in bytes. Segments end at key frames. An encoder that exceeds the limit is
    /// disconnected.
    /// </summary>
    [Range(1_048_576, long.MaxValue)]
    public long MaxSegmentBytes { get; set; } = 64L * 1_024 * 1_024;

    /// <summary>
    /// Indicates whether local streams are recorded. If videos are local too, the recording becomes a video of the room.
    /// </summary>
    public bool Record { get; set; } = true;

    /// <summary>
    /// The maximum size of a recording of a local stream, in bytes. At this size, the recording stops and the stream continues.
    /// </summary>
    [Range(1_048_576, long.MaxValue)]
    public long RecordMaxBytes { get; set; } = 8L * 1_024 * 1_024 * 1_024;

    public IEnumerable<int> GetPorts()
    {
        var (first, last) = ParsePorts() ?? throw new InvalidOperationException("Live:IngestPorts was not checked.");
        return Enumerable.Range(first, last - first + 1);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ParsePorts() is null)
            yield return new ValidationResult("must be two ports like 19350-19359", [nameof(IngestPorts)]);
        if (!IPAddress.TryParse(ListenAddress, out _))
            yield return new ValidationResult("must be an IP address", [nameof(ListenAddress)]);
    }

    private (int First, int Last)? ParsePorts() =>
        IngestPorts.Split('-') is [var first, var last]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        && from is > 0 and <= IPEndPoint.MaxPort
        && to >= from && to <= IPEndPoint.MaxPort
            ? (from, to)
            : null;
}

public enum LiveProvider
{
    /// <summary>The same provider as for videos.</summary>
    Auto,

    /// <summary>Bunny.net. Live streams require an enrolled account.</summary>
    Bunny,

    Local,
}
