using MediatR;
using OpenTelemetry.Trace;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Behaviors;

namespace VideoChat.Api.Observability;

/// <summary>Spans from a request to what partners are told, where OTLP has somewhere to go; else nothing is made.</summary>
internal static class TracingSetup
{
    public static void AddTraces(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.SendsTo(OtlpOptions.TracesEndpointKey))
            return;

        // Around the others, whichever are registered by then.
        builder.Services.Insert(0, ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(TracingBehavior<,>)));
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces
            .AddSource(Telemetry.Name)
            .AddAspNetCoreInstrumentation(requests => requests.Filter =
                context => !context.Request.Path.IsProbe() && !context.Request.Path.IsSocket())
            .AddOtlpExporter(otlp => otlp.UseEndpoint(builder.Configuration, OtlpOptions.TracesEndpointKey)));
    }
}
