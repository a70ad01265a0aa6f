namespace VideoChat.Api.Http;

internal static class RequestKinds
{
    public static bool IsProbe(this PathString path) => path.IsUnder(Paths.Health, Paths.Metrics);

    /// <summary>Determines whether the path is that of a socket. The request of a socket lasts as long as the socket.</summary>
    public static bool IsSocket(this PathString path) => path.IsUnder(Paths.Sockets);
}
