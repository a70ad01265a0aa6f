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

internal static class HostingSetup
{
    private const string DefaultUrl = "http://localhost:8000";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // The default is set in code, because a value in appsettings.json would override ASPNETCORE_URLS.
        if (builder.Configuration.ListListenAddresses().Count == 0)
            builder.WebHost.UseUrls(DefaultUrl);
        // The addresses are read before the operator addresses are added.
        var addresses = builder.Configuration.ListListenAddresses();

        builder.Services.AddCheckedOptions<LimitsOptions>(LimitsOptions.Section);
        builder.Services.AddSingleton<ConnectionGate>();
        builder.Services.ConfigureOptions<KestrelLimits>();
        builder.Services.AddHostedService<OpenFilesWarning>();
        // Kestrel and the room log need up to seven seconds. Draining and closing the sockets takes the configured times.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(7) + shutdown.Value.Drain + shutdown.Value.Close);
        builder.Services.AddCheckedOptions<ServerOptions>("").Configure(options => options.Addresses = addresses);
        // HostCheck replaces the host filter of ASP.NET Core, which would reject health checks and the default names.
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<ServedHosts>();
        builder.Services.AddCheckedOptions<ReverseProxyOptions>(ReverseProxyOptions.Section)
            .Configure(options => options.TrustedProxies = builder.Configuration.GetList("ReverseProxy:TrustedProxies"));
    }

    /// <summary>
    /// Applies the <c>X-Forwarded-*</c> headers of trusted proxies. The headers of other peers are ignored, so a client cannot
    /// forge its address.
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
        // A proxy may pass on headers that the client sent. ForwardedHeadersMiddleware throws on an invalid host name and accepts
        // any scheme.
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
            SayCannotStart(Explain(exception));
            return null;
        }
    }

    /// <summary>
    /// Runs the server until it is stopped, and returns the exit code. A failed start writes one line to standard error.
    /// </summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        // These services are unavailable once the app is disposed.
        var (stopping, configuration) = (app.Lifetime.ApplicationStopping, app.Configuration);
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<StartupReport>().Write());
        try
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process was stopped before the server had started.
            return Environment.ExitCode;
        }
        catch (Exception exception) when (IsOfListening(exception))
        {
            SayCannotStart($"{ListenKeys(configuration, exception.Message)}: {Explain(exception)}");
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

    private static void SayCannotStart(string reason) => Console.Error.WriteLine("VideoChat cannot start. " + reason);

    private static string Explain(Exception exception) => exception switch
    {
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        AggregateException aggregate => string.Join(' ', aggregate.InnerExceptions.Select(Explain)),
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
