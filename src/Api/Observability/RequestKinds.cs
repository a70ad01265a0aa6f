using VideoChat.Api.Http;

namespace VideoChat.Api.Observability;

/// <summary>What a request is for those who count and log them.</summary>
internal static class RequestKinds
{
    /// <summary>It asks how the process is.</summary>
    public static bool IsProbe(this PathString path) => path.IsUnder(Paths.Health, Paths.Metrics);

    /// <summary>It opens a socket and lasts as long as that.</summary>
    public static bool IsSocket(this PathString path) => path.IsUnder(Paths.Sockets);
}
