using OpenTelemetry.Exporter;

namespace VideoChat.Api.Observability;

/// <summary>The OTLP endpoints of metrics and traces, which can be shared or separate.</summary>
internal static class Otlp
{
    public static bool SendsTo(this IConfiguration configuration, string endpoint) =>
        !string.IsNullOrEmpty(configuration[endpoint]) || !string.IsNullOrEmpty(configuration[OtlpOptions.EndpointKey]);

    /// <summary>
    /// Sets the endpoint of one signal if it has its own. The exporter reads that setting itself only in
    /// <c>UseOtlpExporter</c>, which sets up all signals together.
    /// </summary>
    public static void UseEndpoint(this OtlpExporterOptions options, IConfiguration configuration, string endpoint)
    {
        if (Uri.TryCreate(configuration[endpoint], UriKind.Absolute, out var own))
            options.Endpoint = own;
    }
}
