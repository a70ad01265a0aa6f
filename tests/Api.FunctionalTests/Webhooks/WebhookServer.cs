using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>
/// Starts a server for partners on each database, and a receiver of its webhooks. The tests of this folder share them, and each
/// creates its own endpoints.
/// </summary>
[SetUpFixture, Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
internal sealed class WebhookServer
{
    public const string Key = "a key of a partner";

    public static readonly (string Key, string Value)[] Settings =
    [
        ("Partners__ApiKeys", HashOf(Key)),
        ("Webhooks__AllowHttp", "true"),
        ("Webhooks__AllowPrivateNetworks", "true"),
        ("Webhooks__RetrySeconds", "0,0.1,0.1,0.2"),
        ("Webhooks__TimeoutSeconds", "1"),
        ("Webhooks__MaxEndpoints", "1000"),
    ];

    /// <summary>A retry schedule that lasts longer than any test lets an endpoint fail.</summary>
    public static readonly (string Key, string Value) LongTimeout =
        ("Webhooks__RetrySeconds", "0," + string.Join(',', Enumerable.Repeat("0.3", 300)));

    private static ApiServer? _onPostgres;
    private static WebhookReceiver _ofPostgres = null!;

    /// <summary>The server on SQLite, for tests that do not depend on the database.</summary>
    public static ApiServer Api { get; private set; } = null!;

    public static WebhookReceiver Receiver { get; private set; } = null!;

    public static ApiServer On(Column column) => column == Column.Sqlite ? Api : _onPostgres!;

    public static WebhookReceiver ReceiverOf(Column column) => column == Column.Sqlite ? Receiver : _ofPostgres;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        _ofPostgres = await WebhookReceiver.StartAsync();
        Api = await ApiServer.StartAsync(Settings);
        if (OnEachServer.HasManyMachines)
            _onPostgres = await ApiServer.StartAsync(Column.Postgres, Settings);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Api.DisposeAsync();
        if (_onPostgres is not null)
            await _onPostgres.DisposeAsync();
        await Receiver.DisposeAsync();
        await _ofPostgres.DisposeAsync();
    }

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>HTTP calls of a partner.</summary>
internal static class PartnerCalls
{
    private static readonly (string Name, string Value) Authorization = ("Authorization", "Bearer " + WebhookServer.Key);

    public static Task<HttpResponseMessage> RequestAsync(this ApiServer api, HttpMethod method, string path, object? body = null) =>
        api.SendAsync(method, path, body, Authorization);

    public static async Task<JsonElement> RequestJsonAsync(
        this ApiServer api, HttpMethod method, string path, object? body = null)
    {
        using var response = await api.RequestAsync(method, path, body);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return await response.ReadJsonAsync();
    }

    /// <summary>
    /// Creates an endpoint. By default, an endpoint for a room receives the room's messages. An endpoint for all rooms subscribes
    /// to an event that never occurs, because it would otherwise receive events of other tests.
    /// </summary>
    public static async Task<TestWebhook> CreateWebhookAsync(
        this ApiServer api, string url, Guid? roomId = null, params string[] events)
    {
        if (events.Length == 0)
            events = [roomId is null ? "video.failed" : "message.posted"];
        var webhook = await api.RequestJsonAsync(HttpMethod.Post, "/webhooks", new { url, events, room_id = roomId });
        return new TestWebhook(webhook.IdOf(), webhook.Text("secret")!);
    }

    public static Task<JsonElement> GetWebhookAsync(this ApiServer api, TestWebhook webhook) =>
        api.RequestJsonAsync(HttpMethod.Get, $"/webhooks/{webhook.Id}");

    public static async Task<List<JsonElement>> ListDeliveriesAsync(this ApiServer api, TestWebhook webhook, string query = "") =>
        [.. (await api.RequestJsonAsync(HttpMethod.Get, $"/webhooks/{webhook.Id}/deliveries{query}")).EnumerateArray()];

    /// <summary>Waits until the newest delivery is in the given state.</summary>
    public static async Task<JsonElement> WaitForDeliveryAsync(this ApiServer api, TestWebhook webhook, string state)
    {
        var found = default(JsonElement);
        await Eventually.BeTrueAsync(
            async () =>
            {
                var deliveries = await api.ListDeliveriesAsync(webhook);
                found = deliveries.FirstOrDefault();
                return deliveries.Count > 0 && found.Text("state") == state;
            },
            $"the delivery is {state}");
        return found;
    }
}

internal sealed record TestWebhook(Guid Id, string Secret);
