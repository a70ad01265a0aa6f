using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>The status and headers of a response count, even if its body is incomplete.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class IncompleteResponseTests
{
    private const string CutBody = "Content-Length: 1000\r\n\r\nthe beginning";

    private static ApiServer Api => WebhookServer.Api;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Deliver_WhenTheBodyOfA200DoesNotEnd_IsDelivered(bool hangs)
    {
        using var endpoint = new RawEndpoint($"HTTP/1.1 200 OK\r\n{CutBody}", hangs);
        var webhook = await Api.CreateWebhookAsync(endpoint.Url);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempt = (await Api.WaitForDeliveryAsync(webhook, "delivered")).GetProperty("attempts").EnumerateArray().Last();
        Assert.That(attempt.GetProperty("status").GetInt32(), Is.EqualTo(200));
        Assert.That(attempt.Text("response"), Is.EqualTo("the beginning"));
        Assert.That(attempt.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Deliver_WhenTheBodyOfA410DoesNotEnd_DisablesTheEndpoint(bool hangs)
    {
        using var endpoint = new RawEndpoint($"HTTP/1.1 410 Gone\r\n{CutBody}", hangs);
        var webhook = await Api.CreateWebhookAsync(endpoint.Url);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That((await Api.GetWebhookAsync(webhook)).Text("disabled_reason"), Does.Contain("410"));
    }

    [TestCase("7200", 7_200)]
    [TestCase("2147483648", 86_400)]
    [TestCase("99999999999", 86_400)]
    public async Task Deliver_WhenA429SaysWhen_PausesAsLongButADayAtMost(string retryAfter, int seconds)
    {
        using var endpoint = new RawEndpoint($"HTTP/1.1 429 Slow Down\r\nRetry-After: {retryAfter}\r\n{CutBody}", hangs: false);
        var webhook = await Api.CreateWebhookAsync(endpoint.Url);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var delivery = default(JsonElement);
        await Eventually.BeTrueAsync(
            async () =>
            {
                delivery = (await Api.ListDeliveriesAsync(webhook))[0];
                return delivery.GetProperty("attempts").EnumerateArray().Any(attempt => attempt.GetProperty("status").ValueKind == JsonValueKind.Number);
            },
            "it was answered");
        Assert.That(delivery.GetProperty("attempts").EnumerateArray().Last().GetProperty("status").GetInt32(), Is.EqualTo(429));
        Assert.That(
            delivery.GetProperty("next_attempt_at").GetDateTime(), Is.EqualTo(DateTime.UtcNow.AddSeconds(seconds)).Within(TimeSpan.FromMinutes(1)));
    }

    /// <summary>Sends every connection the same bytes, and then closes it or keeps it open.</summary>
    private sealed class RawEndpoint : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _kept = [];

        public RawEndpoint(string answer, bool hangs)
        {
            _listener.Start();
            _ = AnswerAsync(Encoding.ASCII.GetBytes(answer), hangs);
        }

        public string Url => $"http://{_listener.LocalEndpoint}/";

        public void Dispose()
        {
            _listener.Dispose();
            _kept.ForEach(client => client.Dispose());
        }

        private async Task AnswerAsync(byte[] answer, bool hangs)
        {
            var buffer = new byte[16 * 1_024];
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _kept.Add(client);
                var text = "";
                // Reads the whole request, because closing earlier would reset the connection.
                while (!text.EndsWith("}}", StringComparison.Ordinal) && await client.GetStream().ReadAsync(buffer) is > 0 and var count)
                    text += Encoding.UTF8.GetString(buffer, 0, count);
                await client.GetStream().WriteAsync(answer);
                if (!hangs)
                    client.Close();
            }
        }
    }
}
