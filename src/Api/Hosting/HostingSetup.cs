using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Configuration;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Connections;
using VideoChat.Api.Observability.Logs;
using VideoChat.Infrastructure;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Hosting;

/// <summary>Sets up how the process starts, listens and stops.</summary>
internal static class HostingSetup
{
    private const string DefaultUrl = "http://localhost:8000";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // Set in code: in appsettings.json it would override ASPNETCORE_URLS.
        if (builder.Configuration.ListListenAddresses().Count == 0)
            builder.WebHost.UseUrls(DefaultUrl);
        // Read before the operators' addresses are added.
        var addresses = builder.Configuration.ListListenAddresses();

        builder.Services.AddCheckedOptions<LimitsOptions>(LimitsOptions.Section);
        builder.Services.AddSingleton<ConnectionGate>();
        builder.Services.ConfigureOptions<KestrelLimits>();
        builder.Services.AddHostedService<OpenFilesWarning>();
        // Kestrel and the room log stop within seven seconds. The process then exits within ten, plus the configured times to drain and
        // close.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(7) + shutdown.Value.Drain + shutdown.Value.Close);
        builder.Services.AddCheckedOptions<ServerOptions>("").Configure(options => options.Addresses = addresses);
        // HostCheck replaces the framework's filter, which also reads AllowedHosts and would reject probes and default names.
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<ServedHosts>();
        builder.Services.AddCheckedOptions<ReverseProxyOptions>(ReverseProxyOptions.Section)
            .Configure(options => options.TrustedProxies = builder.Configuration.GetList("ReverseProxy:TrustedProxies"));
    }

    /// <summary>
    /// Applies <c>X-Forwarded-*</c> headers of the configured proxies. Those of other peers are ignored, so a client cannot choose its own
    /// address.
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
        // A proxy that does not overwrite these headers passes on the client's. The framework throws on a host that is not a valid IDN and
        // accepts any scheme.
        app.Use((context, next) =>
        {
            var headers = context.Request.Headers;
            if (headers.GetCommaSeparatedValues(options.ForwardedHostHeaderName).Any(host => HostCheck.Parse(host) is null))
                headers.Remove(options.ForwardedHostHeaderName);
            if (headers.GetCommaSeparatedValues(options.ForwardedProtoHeaderName).Any(scheme => !IsHttp(scheme)))
                headers.Remove(options.ForwardedProtoHeaderName);
            return next(context);
        });
        app.UseForwardedHeaders(options);
    }

    private static bool IsHttp(string scheme) =>
        scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase);

    /// <summary>Builds the server. Returns null if the configuration is invalid; one line on standard error then names the key.</summary>
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
            SayCannotStart(Explain(exception));
            return null;
        }
    }

    /// <summary>Runs until the process is told to stop and returns the exit code. If the server cannot start, one line says why.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        // A disposed app no longer provides these.
        var (stopping, configuration) = (app.Lifetime.ApplicationStopping, app.Configuration);
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<StartupReport>().Write());
        try
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped before it had started.
            return Environment.ExitCode;
        }
        catch (Exception exception) when (IsOfListening(exception))
        {
            SayCannotStart($"{ListenKeys(configuration, exception.Message)}: {Explain(exception)}");
            return 1;
        }
    }

    /// <summary>The address is in use or not of this machine, https has no certificate, or the certificate cannot be read.</summary>
    private static bool IsOfListening(Exception exception) =>
        exception is IOException or SocketException or CryptographicException
        || exception.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;

    /// <summary>Returns the key of the address in the message, or all keys if the message has none.</summary>
    private static string ListenKeys(IConfiguration configuration, string message)
    {
        var all = configuration.ListListenAddresses()
            .Select(address => (Key: OperatorAddresses.KeyOf(configuration, address.Url) ?? address.Key, address.Url)).ToList();
        var named = all.Where(address => message.Contains(address.Url.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)).ToList();
        return string.Join(", ", (named.Count > 0 ? named : all).Select(address => address.Key).Distinct());
    }

    private static void SayCannotStart(string reason) => Console.Error.WriteLine("VideoChat cannot start. " + reason);

    private static string Explain(Exception exception) => exception switch
    {
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        AggregateException aggregate => string.Join(' ', aggregate.InnerExceptions.Select(Explain)),
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
