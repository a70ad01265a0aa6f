using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using VideoChat.Api.Addresses;
using VideoChat.Api.Configuration;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Observability;

/// <summary>Sets up metrics: <c>/metrics</c> for Prometheus and export with OTLP.</summary>
internal static class MetricsSetup
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The exported meters. The number of label values does not grow with users, rooms or partners.</summary>
    private static readonly string[] Meters =
        [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<MetricsOptions>(MetricsOptions.Section);
        var isScraped = !bool.TryParse(
            builder.Configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Enabled)}"], out var isEnabled) || isEnabled;
        builder.Services.AddCheckedOptions<OtlpOptions>("");
        builder.Services.AddSettingsNotes<OtlpOptions>();
        var isPushed = builder.Configuration.SendsTo(OtlpOptions.MetricsEndpointKey);
        var isTraced = builder.Configuration.SendsTo(OtlpOptions.TracesEndpointKey);
        OperatorAddresses.Listen(builder, isScraped);
        if (!isScraped && !isPushed && !isTraced)
            return;

        builder.Services.AddHostedService<TelemetryFaults>();
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] ?? "videochat", serviceVersion: Product.Version));
        if (!isScraped && !isPushed)
            return;

        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (isScraped)
                metrics.AddPrometheusExporter();
            if (isPushed)
                metrics.AddOtlpExporter(otlp => otlp.UseEndpoint(builder.Configuration, OtlpOptions.MetricsEndpointKey));
        });
    }

    /// <summary>
    /// Serves <c>/metrics</c>. The call must precede <c>StartupGate</c>, because metrics are available during startup.
    /// </summary>
    public static void UseMetrics(this WebApplication app)
    {
        // Neither sockets nor health checks are measured, because both would distort the request durations. The request of a socket
        // lasts for hours, and health checks are not traffic.
        app.Use((context, next) =>
        {
            if ((context.Request.Path.IsProbe() || context.Request.Path.IsSocket()) && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
                metrics.MetricsDisabled = true;
            return next(context);
        });

        // Spans and metrics are flushed concurrently, with a shorter timeout. By default, an unresponsive collector would delay the
        // shutdown by five seconds for each of them.
        app.Lifetime.ApplicationStopped.Register(() => Task.WaitAll(
            Task.Run(() => app.Services.GetService<TracerProvider>()?.Shutdown((int)FlushTimeout.TotalMilliseconds)),
            Task.Run(() => app.Services.GetService<MeterProvider>()?.Shutdown((int)FlushTimeout.TotalMilliseconds))));

        var options = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value;
        if (!options.Enabled)
            return;
        var (lifecycle, operators) = (app.Services.GetRequiredService<Lifecycle>(), app.Services.GetRequiredService<OperatorAddresses>());
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => IsScrape(context.Request.Path)
            && (options.Port is { } port
                ? context.Connection.LocalPort == port
                : lifecycle.IsMigrated && !operators.Has(context.Connection.LocalPort)));
    }

    private static bool IsScrape(PathString path) => path.Equals(Paths.Metrics, StringComparison.Ordinal);
}
