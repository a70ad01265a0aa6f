using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace VideoChat.Rivals.Floor;

/// <summary>
/// The minimum of a chat server: it serializes and frames a message once, gathers queued messages, and writes one buffer per member
/// directly to Kestrel's pipe. It has no validation, deduplication, presence or limits. With a disk, one group commit happens between
/// receiving and sending.
/// </summary>
internal static class FloorServer
{
    public static int Run(WebApplicationBuilder builder, FloorDisk? disk)
    {
        using var loop = new FloorLoop(disk);
        var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.Map("/ws/{roomId:guid}/{userId:guid}", (HttpContext context, Guid roomId, Guid userId, string username) =>
            ServeAsync(context, loop, roomId, userId, username));
        app.Run();
        return 0;
    }

    private static async Task ServeAsync(HttpContext context, FloorLoop loop, Guid roomId, Guid userId, string username)
    {
        var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        context.Response.Headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();

        var member = new FloorMember(roomId, userId, username, output, loop);
        loop.Enter(member);
        try
        {
            await member.ReceiveAsync(stream);
        }
        finally
        {
            loop.Leave(member);
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455, §4.2.2 requires SHA-1, which protects nothing here.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
