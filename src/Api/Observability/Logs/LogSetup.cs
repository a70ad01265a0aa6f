using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Observability.Logs;

/// <summary>Sets up the console log: JSON in production and plain text in development, both throttled.</summary>
internal static class LogSetup
{
    private const string Section = "Logging", Levels = "LogLevel", FormatterKey = $"{Section}:Console:FormatterName";

    private const int MaxQueued = 10_000;

    private static readonly string[] Formatters =
        [JsonLogFormatter.FormatterName, ConsoleFormatterNames.Simple, ConsoleFormatterNames.Systemd, ConsoleFormatterNames.Json];

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole();
        builder.Services.AddOptions<ConsoleLoggerOptions>().Configure(options =>
        {
            options.FormatterName ??= builder.Environment.IsDevelopment() ? ConsoleFormatterNames.Simple : JsonLogFormatter.FormatterName;
            // A blocked console must not delay requests, so entries are dropped while the queue is full.
            options.MaxQueueLength = MaxQueued;
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });

        var console = builder.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        builder.Services.Remove(console);
        builder.Services.AddSingleton<ConsoleLoggerProvider>();
        builder.Services.AddSingleton<ILoggerProvider, ThrottlingLoggerProvider>();
        builder.Services.AddSingleton<RepeatedRequests>();
    }

    /// <summary>
    /// Validates the formatter and the levels. .NET ignores an unknown formatter, and its error for an unknown level does not
    /// name the key.
    /// </summary>
    /// <exception cref="OptionsValidationException">A value is invalid.</exception>
    public static void Check(IConfiguration configuration)
    {
        List<string> failures = [.. ListLevels(configuration.GetSection(Section))
            .Where(level => !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            .Select(level => $"{level.Path}: '{level.Value}' must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}")];
        if (configuration[FormatterKey] is { Length: > 0 } name && !Formatters.Contains(name, StringComparer.OrdinalIgnoreCase))
            failures.Add($"{FormatterKey}: '{name}' must be one of {string.Join(", ", Formatters)}");
        if (failures.Count > 0)
            throw new OptionsValidationException(Section, typeof(ConsoleLoggerOptions), failures);
    }

    private static IEnumerable<IConfigurationSection> ListLevels(IConfigurationSection logging) => logging.GetSection(Levels).GetChildren()
        .Concat(logging.GetChildren().SelectMany(provider => provider.GetSection(Levels).GetChildren()))
        .Where(level => !string.IsNullOrEmpty(level.Value));
}
