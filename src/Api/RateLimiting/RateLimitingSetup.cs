using System.Net;
using VideoChat.Infrastructure;

namespace VideoChat.Api.RateLimiting;

internal static class RateLimitingSetup
{
    public static IServiceCollection AddRateLimiting(this IServiceCollection services)
    {
        services.AddCheckedOptions<RateLimitingOptions>(RateLimitingOptions.Section);
        return services;
    }

    /// <summary>Who is counted: the peer, or whom a trusted proxy names.</summary>
    public static string ClientAddress(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
