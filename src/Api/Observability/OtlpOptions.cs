using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Observability;

/// <summary>
/// Those of OpenTelemetry's own settings that are checked at the start: the library passes over what it cannot read, and nothing
/// would arrive. It reads them itself.
/// </summary>
internal sealed class OtlpOptions : IValidatableObject
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL", SamplerKey = "OTEL_TRACES_SAMPLER", IntervalKey = "OTEL_METRIC_EXPORT_INTERVAL";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>Where metrics and traces go by OTLP; empty: nowhere.</summary>
    [ConfigurationKeyName(EndpointKey)]
    public string? Endpoint { get; set; }

    [ConfigurationKeyName(ProtocolKey)]
    public string? Protocol { get; set; }

    [ConfigurationKeyName(SamplerKey)]
    public string? Sampler { get; set; }

    /// <summary>How often metrics are sent, in milliseconds.</summary>
    [ConfigurationKeyName(IntervalKey)]
    public string? Interval { get; set; }

    /// <summary>The endpoint and how it is spoken to, without what else the URL may hold.</summary>
    internal string? Destination => Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
        ? $"{uri.Scheme}://{uri.Authority} ({(string.IsNullOrEmpty(Protocol) ? Protocols[0] : Protocol)})"
        : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Endpoint) && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new ValidationResult($"'{Endpoint}' must be a URL like http://collector:4317", [EndpointKey]);
        if (!IsOneOf(Protocols, Protocol))
            yield return new ValidationResult($"'{Protocol}' must be one of {string.Join(", ", Protocols)}", [ProtocolKey]);
        if (!IsOneOf(Samplers, Sampler))
            yield return new ValidationResult($"'{Sampler}' must be one of {string.Join(", ", Samplers)}", [SamplerKey]);
        if (!string.IsNullOrEmpty(Interval) && !(int.TryParse(Interval, out var interval) && interval > 0))
            yield return new ValidationResult($"'{Interval}' must be a number of milliseconds", [IntervalKey]);
    }

    private static bool IsOneOf(string[] words, string? word) => string.IsNullOrEmpty(word) || words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
