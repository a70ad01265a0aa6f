using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Hosting;

/// <summary>How the process starts, listens and ends.</summary>
internal static class HostingSetup
{
    private const string DefaultUrl = "http://localhost:8000";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // In code and not in appsettings.json, which would win over ASPNETCORE_URLS.
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])
            && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpPortsKey])
            && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpsPortsKey])
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddCheckedOptions<LimitsOptions>(LimitsOptions.Section);
        builder.Services.AddSingleton<ConnectionGate>();
        builder.Services.ConfigureOptions<KestrelLimits>();
        builder.Services.AddHostedService<OpenFilesWarning>();
        // Kestrel and the room log finish within seven seconds; a process that is told to end is gone in ten, and in as much
        // more as it was asked to take its time.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(7) + shutdown.Value.Drain + shutdown.Value.Close);
        builder.Services.AddCheckedOptions<ServerOptions>("");
        builder.Services.AddCheckedOptions<ReverseProxyOptions>(ReverseProxyOptions.Section)
            .Configure(options => options.TrustedProxies = builder.Configuration.GetList("ReverseProxy:TrustedProxies"));
    }

    /// <summary>
    /// Believes <c>X-Forwarded-*</c> where the peer is a configured proxy, and nobody else's: a client cannot choose its
    /// own address.
    /// </summary>
    public static void UseReverseProxy(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<IOptions<ReverseProxyOptions>>().Value.Networks.ToList();
        if (networks.Count == 0)
            return;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Whether the process can start as it is configured; where not, one line says which key is wrong.</summary>
    public static bool HasValidConfiguration(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return true;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine("VideoChat cannot start. " + Explain(exception));
            return false;
        }
    }

    /// <summary>Runs until the process is told to end and returns its exit code; one line says why it cannot start.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to end before it had begun.
            return Environment.ExitCode;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine("VideoChat cannot start. ASPNETCORE_URLS: " + exception.Message);
            return 1;
        }
    }

    private static string Explain(Exception exception) => exception switch
    {
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        AggregateException aggregate => string.Join(' ', aggregate.InnerExceptions.Select(Explain)),
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
