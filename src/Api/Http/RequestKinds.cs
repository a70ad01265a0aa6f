namespace VideoChat.Api.Http;

internal static class RequestKinds
{
    public static bool IsProbe(this PathString path) => path.IsUnder(Paths.Health, Paths.Metrics);

    /// <summary>A request that lasts as long as its socket.</summary>
    public static bool IsSocket(this PathString path) => path.IsUnder(Paths.Sockets);
}
