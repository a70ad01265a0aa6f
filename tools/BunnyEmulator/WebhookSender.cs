using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace VideoChat.BunnyEmulator;

/// <summary>
/// Sends the library's webhooks. Like the provider, it sends each once and does not retry, unless a test arranges otherwise.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>The receiver, or null to send nothing.</summary>
    public Uri? Url { get; set; }

    /// <summary>Changes the list of a video's webhooks, for example to lose, duplicate or reorder some.</summary>
    public Func<IEnumerable<int>, IEnumerable<int>> Arrange { get; set; } = statuses => statuses;

    /// <summary>Indicates whether all are sent at the same time instead of one after the other.</summary>
    public bool AreSimultaneous { get; set; }

    /// <summary>Sends webhooks and returns the statuses of the responses.</summary>
    public async Task<IReadOnlyList<HttpStatusCode>> SendAsync(Guid videoId, IEnumerable<int> statuses)
    {
        if (Url is null)
            return [];
        var arranged = Arrange(statuses).ToList();
        if (AreSimultaneous)
            return await Task.WhenAll(arranged.Select(status => SendAsync(videoId, status)));
        var answers = new List<HttpStatusCode>();
        foreach (var status in arranged)
            answers.Add(await SendAsync(videoId, status));
        return answers;
    }

    /// <summary>Signs a body and sends it. A tampered body is changed after it was signed.</summary>
    public async Task<HttpStatusCode> SendAsync(
        Guid videoId, int status, bool isTampered = false, string version = "v1", string algorithm = "hmac-sha256")
    {
        var body = $$"""{"IsLiveStreamWebhook":false,"VideoLibraryId":{{EmulatedBunny.LibraryId}},"VideoGuid":"{{videoId}}","Status":{{status}}}""";
        var signature = Sign(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Content = new StringContent(isTampered ? body + " " : body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-BunnyStream-Signature-Version", version);
        request.Headers.Add("X-BunnyStream-Signature-Algorithm", algorithm);
        request.Headers.Add("X-BunnyStream-Signature", signature);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    public static string Sign(string body) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(EmulatedBunny.ReadOnlyApiKey), Encoding.UTF8.GetBytes(body)));

    public void Dispose() => _http.Dispose();
}
