using OpenTelemetry.Exporter;

namespace VideoChat.Api.Observability;

/// <summary>Where metrics and traces are sent by OTLP: to one address, or each to one of its own.</summary>
internal static class Otlp
{
    /// <param name="configuration">Environment and command line.</param>
    /// <param name="endpoint">The signal's own endpoint.</param>
    public static bool SendsTo(this IConfiguration configuration, string endpoint) =>
        !string.IsNullOrEmpty(configuration[endpoint]) || !string.IsNullOrEmpty(configuration[OtlpOptions.EndpointKey]);

    /// <summary>The exporter knows the signals' own endpoints only where it exports all signals.</summary>
    public static void UseEndpoint(this OtlpExporterOptions options, IConfiguration configuration, string endpoint)
    {
        if (Uri.TryCreate(configuration[endpoint], UriKind.Absolute, out var own))
            options.Endpoint = own;
    }
}
