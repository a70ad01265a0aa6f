using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Configuration;

namespace VideoChat.Api.Observability;

/// <summary>
/// Validates the settings that the OpenTelemetry library reads directly, because the library ignores invalid values.
/// </summary>
internal sealed class OtlpOptions : IValidatableObject, ISettingsNotes
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string MetricsEndpointKey = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    public const string TracesEndpointKey = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL", SamplerKey = "OTEL_TRACES_SAMPLER", IntervalKey = "OTEL_METRIC_EXPORT_INTERVAL";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    [ConfigurationKeyName(EndpointKey)]
    public string? Endpoint { get; set; }

    [ConfigurationKeyName(MetricsEndpointKey)]
    public string? MetricsEndpoint { get; set; }

    [ConfigurationKeyName(TracesEndpointKey)]
    public string? TracesEndpoint { get; set; }

    [ConfigurationKeyName(ProtocolKey)]
    public string? Protocol { get; set; }

    [ConfigurationKeyName(SamplerKey)]
    public string? Sampler { get; set; }

    [ConfigurationKeyName(IntervalKey)]
    public string? Interval { get; set; }

    /// <summary>The endpoints without credentials and paths, and the protocol; null if nothing is exported.</summary>
    internal string? Destination
    {
        get
        {
            string[] addresses =
            [
                .. from endpoint in Endpoints
                   where IsUrl(endpoint.Url)
                   let uri = new Uri(endpoint.Url!)
                   select $"{uri.Scheme}://{uri.Authority}",
            ];
            return addresses.Length == 0
                ? null
                : $"{string.Join(", ", addresses.Distinct())} ({(string.IsNullOrEmpty(Protocol) ? Protocols[0] : Protocol)})";
        }
    }

    private (string Key, string? Url)[] Endpoints =>
        [(EndpointKey, Endpoint), (MetricsEndpointKey, MetricsEndpoint), (TracesEndpointKey, TracesEndpoint)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, url) in Endpoints.Where(endpoint => !string.IsNullOrEmpty(endpoint.Url) && !IsUrl(endpoint.Url)))
            yield return new ValidationResult($"'{url}' must be a URL like http://collector:4317", [key]);
        if (!IsOneOf(Protocols, Protocol))
            yield return new ValidationResult($"'{Protocol}' must be one of {string.Join(", ", Protocols)}", [ProtocolKey]);
        if (!IsOneOf(Samplers, Sampler))
            yield return new ValidationResult($"'{Sampler}' must be one of {string.Join(", ", Samplers)}", [SamplerKey]);
        if (!string.IsNullOrEmpty(Interval) && !(int.TryParse(Interval, out var interval) && interval > 0))
            yield return new ValidationResult($"'{Interval}' must be a number of milliseconds", [IntervalKey]);
    }

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsOneOf(string[] words, string? word) => string.IsNullOrEmpty(word) || words.Contains(word, StringComparer.OrdinalIgnoreCase);

    IEnumerable<string> ISettingsNotes.ListOff() => Destination is null ? [$"OTLP ({EndpointKey})"] : [];
}
