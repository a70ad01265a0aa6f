using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using VideoChat.Api.Hosting;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Observability;

/// <summary>What operators can see of the server: <c>/metrics</c>, and whatever takes OTLP.</summary>
internal static class MetricsSetup
{
    /// <summary>How long the end of the process waits for a collector to take what is left.</summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(1);

    /// <summary>The framework's meters and ours. None has a label that grows with users, rooms or partners.</summary>
    private static readonly string[] Meters =
        [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<MetricsOptions>(MetricsOptions.Section);
        var isScraped = !bool.TryParse(
            builder.Configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Enabled)}"], out var isEnabled) || isEnabled;
        builder.Services.AddCheckedOptions<OtlpOptions>("");
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

    /// <summary>Comes before <see cref="Hosting.StartupGate"/>: where metrics have an address of their own they are there at once.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        // A socket's request lasts for hours, and probes are no traffic: both would spoil the times of requests.
        app.Use((context, next) =>
        {
            if ((context.Request.Path.IsProbe() || context.Request.Path.IsSocket()) && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
                metrics.MetricsDisabled = true;
            return next(context);
        });

        // A collector that hangs would hold the end up for five seconds with spans and for five more with metrics.
        app.Lifetime.ApplicationStopped.Register(() => Task.WaitAll(
            Task.Run(() => app.Services.GetService<TracerProvider>()?.Shutdown((int)FlushPatience.TotalMilliseconds)),
            Task.Run(() => app.Services.GetService<MeterProvider>()?.Shutdown((int)FlushPatience.TotalMilliseconds))));

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
