namespace VideoChat.Api.Http;

/// <summary>The paths that middleware refers to.</summary>
internal static class Paths
{
    public const string Health = "/health";
    public const string Metrics = "/metrics";
    public const string Docs = "/docs";
    public const string OpenApi = "/openapi.json";
    public const string OpenApi30 = "/openapi-3.0.json";
    public const string AsyncApi = "/asyncapi.yaml";
    public const string WebClient = "/chat";
    public const string Media = "/media";
    public const string Sockets = "/ws";
    public const string BunnyWebhook = "/bunny-webhook";

    public static bool IsUnder(this PathString path, params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (path.StartsWithSegments(folder))
                return true;
        }
        return false;
    }
}
