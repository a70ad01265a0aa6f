namespace VideoChat.Api.Http;

/// <summary>
/// The path of a socket, <c>/ws/{room_id}/{user_id}</c>. An invalid id becomes the nil UUID, which no room or user has.
/// </summary>
internal readonly record struct RoomSocketPath(Guid RoomId, Guid UserId)
{
    private const int UuidLength = 36;

    public static RoomSocketPath? Parse(PathString path) =>
        path.StartsWithSegments(Paths.Sockets, out var rest) && rest.Value?.Split('/') is ["", var roomId, var userId]
            ? new RoomSocketPath(ParseId(roomId), ParseId(userId))
            : null;

    private static Guid ParseId(string text) =>
        text.Length == UuidLength && Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty;
}

internal static class RoomSocketRequest
{
    /// <summary>Determines whether the request is the handshake of a socket in a room.</summary>
    public static bool IsRoomSocketHandshake(this HttpContext context) =>
        RoomSocketPath.Parse(context.Request.Path) is not null
        && (HttpMethods.IsConnect(context.Request.Method)
            || context.Request.Headers.GetCommaSeparatedValues("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Adds middleware that socket handshakes bypass, because each socket would keep the middleware's state in memory.
    /// </summary>
    public static void UseExceptForRoomSockets(this IApplicationBuilder app, Action<IApplicationBuilder> configure) =>
        app.UseWhen(context => !context.IsRoomSocketHandshake(), configure);
}
