using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using VideoChat.Api.Configuration;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Addresses;

/// <summary>Sets up where the server listens, under which names it is reached, and which proxies it trusts.</summary>
internal static class AddressesSetup
{
    private const string DefaultUrl = "http://localhost:8000";

    public static void AddAddresses(this WebApplicationBuilder builder)
    {
        // The default is set in code, because a value in appsettings.json would override ASPNETCORE_URLS.
        if (builder.Configuration.ListListenAddresses().Count == 0)
            builder.WebHost.UseUrls(DefaultUrl);
        // The list contains only the addresses for clients, because the operator addresses are added later.
        var addresses = builder.Configuration.ListListenAddresses();

        builder.Services.AddCheckedOptions<ServerOptions>("").Configure(options => options.Addresses = addresses);
        // HostCheck replaces the host filter of ASP.NET Core, because that filter would reject health checks and the default names.
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<ServedHosts>();
        builder.Services.AddCheckedOptions<ReverseProxyOptions>(ReverseProxyOptions.Section)
            .Configure(options => options.TrustedProxies = builder.Configuration.GetList("ReverseProxy:TrustedProxies"));
        builder.Services.AddSingleton<AddressReport>();
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
        // Invalid headers are removed, because a proxy may pass on headers that the client sent. ForwardedHeadersMiddleware accepts
        // any scheme and throws on an invalid host name.
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
}
