using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using VideoChat.Api.Controllers;
using VideoChat.Application.Common;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Observability;

/// <summary>What operators can see of the server: <c>/metrics</c>, and whatever takes OTLP.</summary>
internal static class MetricsSetup
{
    public const string Path = "/metrics";
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The framework's meters and ours. None has a label that grows with users, rooms or partners.</summary>
    private static readonly string[] Meters =
        [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<MetricsOptions>(MetricsOptions.Section);
        var isScraped = !bool.TryParse(
            builder.Configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Enabled)}"], out var isEnabled) || isEnabled;
        var isPushed = !string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]);
        if (isScraped)
            builder.ListenForScrapes();
        if (!isScraped && !isPushed)
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? "videochat", serviceVersion: ServiceController.Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (isScraped)
                    metrics.AddPrometheusExporter();
                if (isPushed)
                    metrics.AddOtlpExporter();
            });
    }

    public static void UseMetrics(this WebApplication app)
    {
        // A socket's request lasts for hours, and probes are no traffic: both would spoil the times of requests.
        app.Use((context, next) =>
        {
            if ((context.Request.Path.IsProbe() || context.Request.Path.IsSocket()) && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
                metrics.MetricsDisabled = true;
            return next(context);
        });

        var options = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value;
        if (!options.Enabled)
            return;
        if (options.Port is not { } port)
        {
            app.UseOpenTelemetryPrometheusScrapingEndpoint(context => IsScrape(context.Request.Path));
            return;
        }
        app.UseWhen(context => context.Connection.LocalPort == port, own =>
        {
            own.UseOpenTelemetryPrometheusScrapingEndpoint(context => IsScrape(context.Request.Path));
            own.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
    }

    private static bool IsScrape(PathString path) => path.Equals(Path, StringComparison.Ordinal);

    /// <summary>Adds the address of its own to those of the server, whichever way these are given.</summary>
    private static void ListenForScrapes(this WebApplicationBuilder builder)
    {
        var url = builder.Configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Url)}"];
        if (string.IsNullOrEmpty(url))
            return;
        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = url;
        else if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            builder.WebHost.UseUrls(urls.Split(';').Append(url).ToArray());
        else
            builder.WebHost.UseUrls(PortUrls("http", WebHostDefaults.HttpPortsKey).Concat(PortUrls("https", WebHostDefaults.HttpsPortsKey)).Append(url).ToArray());

        IEnumerable<string> PortUrls(string scheme, string key) =>
            (builder.Configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"{scheme}://*:{port}");
    }
}
