using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Observability.Logs;
using VideoChat.Infrastructure;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Hosting;

/// <summary>Sets up how the process starts and stops.</summary>
internal static class HostingSetup
{
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // Kestrel and the room log need up to seven seconds, in addition to the configured times for draining and closing the sockets.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(7) + shutdown.Value.Drain + shutdown.Value.Close);
        builder.Services.AddSingleton<ProviderReport>();
        builder.Services.AddSingleton<StartupReport>();
    }

    /// <summary>
    /// Builds the server. If the configuration is invalid, writes one line with the key to standard error and returns null.
    /// </summary>
    public static WebApplication? BuildChecked(this WebApplicationBuilder builder)
    {
        try
        {
            LogSetup.Check(builder.Configuration);
            var app = builder.Build();
            if (app.Services.ListUnknownSettings() is { Count: > 0 } unknown)
                throw new OptionsValidationException("", typeof(ServerOptions), unknown);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return app;
        }
        catch (Exception exception)
        {
            ReportFailure(Explain(exception));
            return null;
        }
    }

    /// <summary>
    /// Runs the server until it is stopped, and returns the exit code. A failed start writes one line to standard error.
    /// </summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        // The services are resolved first, because they are unavailable after the app is disposed.
        var (stopping, configuration) = (app.Lifetime.ApplicationStopping, app.Configuration);
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<StartupReport>().Write());
        try
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process was stopped before the server had started. This is not an error.
            return Environment.ExitCode;
        }
        catch (Exception exception) when (IsOfListening(exception))
        {
            ReportFailure($"{ListenKeys(configuration, exception.Message)}: {Explain(exception)}");
            return 1;
        }
    }

    /// <summary>Determines whether listening failed, for example because an address is in use or a certificate is missing.</summary>
    private static bool IsOfListening(Exception exception) =>
        exception is IOException or SocketException or CryptographicException
        || exception.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;

    /// <summary>Returns the key of the address in the message, or all keys if the message contains none.</summary>
    private static string ListenKeys(IConfiguration configuration, string message)
    {
        var all = configuration.ListListenAddresses()
            .Select(address => (Key: OperatorAddresses.KeyOf(configuration, address.Url) ?? address.Key, address.Url)).ToList();
        var named = all.Where(address => message.Contains(address.Url.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)).ToList();
        return string.Join(", ", (named.Count > 0 ? named : all).Select(address => address.Key).Distinct());
    }

    private static void ReportFailure(string reason) => Console.Error.WriteLine("VideoChat cannot start. " + reason);

    private static string Explain(Exception exception) => exception switch
    {
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        AggregateException aggregate => string.Join(' ', aggregate.InnerExceptions.Select(Explain)),
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
