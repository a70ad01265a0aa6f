using Microsoft.Extensions.FileProviders;

namespace VideoChat.Api.Hosting;

/// <summary>Serves the typed client of <c>src/Client</c>, which the build copies to the output folder.</summary>
internal static class ClientFiles
{
    public static void UseClientFiles(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = "/chat/client",
        FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "client")),
    });
}
