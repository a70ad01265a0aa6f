using MediatR;
using OpenTelemetry.Trace;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Behaviors;

namespace VideoChat.Api.Observability;

/// <summary>Sets up spans, from a request to its webhooks, if they are exported with OTLP.</summary>
internal static class TracingSetup
{
    public static void AddTraces(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.SendsTo(OtlpOptions.TracesEndpointKey))
            return;

        // MediatR nests behaviors in the order of their registration, so the span of the first covers all others.
        builder.Services.Insert(0, ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(TracingBehavior<,>)));
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces
            .AddSource(Telemetry.Name)
            .AddAspNetCoreInstrumentation(requests => requests.Filter =
                context => !context.Request.Path.IsProbe() && !context.Request.Path.IsSocket())
            .AddOtlpExporter(otlp => otlp.UseEndpoint(builder.Configuration, OtlpOptions.TracesEndpointKey)));
    }
}
