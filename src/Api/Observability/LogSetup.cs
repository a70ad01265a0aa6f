using Microsoft.Extensions.Logging.Console;

namespace VideoChat.Api.Observability;

/// <summary>What the process writes: JSON in production, lines for people in development, and never a flood.</summary>
internal static class LogSetup
{
    /// <summary>Lines that may wait for whoever reads the console.</summary>
    private const int MaxQueued = 10_000;

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole();
        builder.Services.AddOptions<ConsoleLoggerOptions>().Configure(options =>
        {
            options.FormatterName ??= builder.Environment.IsDevelopment() ? ConsoleFormatterNames.Simple : JsonLogFormatter.FormatterName;
            // A reader that stands still must not hold requests up.
            options.MaxQueueLength = MaxQueued;
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });

        var console = builder.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        builder.Services.Remove(console);
        builder.Services.AddSingleton<ConsoleLoggerProvider>();
        builder.Services.AddSingleton<ILoggerProvider, CalmLoggerProvider>();
        builder.Services.AddSingleton<RefusedRequests>();
        builder.Services.AddHostedService<StartupReport>();
    }
}
