using OpenTelemetry.Exporter;

namespace VideoChat.Api.Observability;

/// <summary>The OTLP endpoints of metrics and traces, common or separate.</summary>
internal static class Otlp
{
    /// <param name="configuration">The environment and the command line.</param>
    /// <param name="endpoint">The signal's own endpoint.</param>
    public static bool SendsTo(this IConfiguration configuration, string endpoint) =>
        !string.IsNullOrEmpty(configuration[endpoint]) || !string.IsNullOrEmpty(configuration[OtlpOptions.EndpointKey]);

    /// <summary>Sets the signal's own endpoint, which the exporter reads only if all signals are set up together.</summary>
    public static void UseEndpoint(this OtlpExporterOptions options, IConfiguration configuration, string endpoint)
    {
        if (Uri.TryCreate(configuration[endpoint], UriKind.Absolute, out var own))
            options.Endpoint = own;
    }
}
