using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;
using VideoChat.Application.Videos;

namespace VideoChat.Api.Http;

internal static class PublicAddresses
{
    /// <summary>Where the client that asks reaches us: as configured, else as it asks.</summary>
    public static PublicAddress PublicAddress(this HttpRequest request)
    {
        var configured = request.HttpContext.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value.PublicBaseUrl;
        return new PublicAddress(
            string.IsNullOrEmpty(configured) ? $"{request.Scheme}://{request.Host}{request.PathBase}" : configured.TrimEnd('/'));
    }
}
