using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace VideoChat.BunnyEmulator;

/// <summary>Sends the library's webhooks, each once and never again, as the provider does; unless told otherwise.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>Where they go; null: nowhere.</summary>
    public Uri? Url { get; set; }

    /// <summary>What is made of a video's list of them: some lost, doubled, in another order.</summary>
    public Func<IEnumerable<int>, IEnumerable<int>> Arrange { get; set; } = statuses => statuses;

    /// <summary>All at the same moment instead of one after the other.</summary>
    public bool AreSimultaneous { get; set; }

    /// <summary>Sends them and returns what was answered.</summary>
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

    /// <summary>Signs a body and sends it; a tampered one is changed after it was signed.</summary>
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
