using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using VideoChat.Api.Configuration;

namespace VideoChat.Api.Cors;

internal sealed class CorsNotes(IOptions<CorsOptions> cors) : ISettingsNotes
{
    public IEnumerable<string> ListOpen() =>
        cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!.AllowAnyOrigin ? ["pages of any origin (Cors:AllowedOrigins)"] : [];
}
