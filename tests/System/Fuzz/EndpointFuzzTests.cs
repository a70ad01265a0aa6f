using System.Net;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Support.Contracts;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.SystemTests.Fuzz;

/// <summary>
/// Sends invalid requests to every operation of the OpenAPI document. The server may accept or refuse them as documented, in the common
/// format, but must not fail.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class EndpointFuzzTests(Column column) : OnEachServer(column)
{
    private const int Requests = 250;

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    });

    private static readonly string[] MayHaveNoPlace = ["createLiveStream"];

    private ApiServer _api = null!;
    private Dictionary<string, Guid> _known = [];
    private int _errorsAtTheStart;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await StartServerAsync(
            ("Partners__ApiKeys", WebhookServer.HashOf(WebhookServer.Key)), ("Webhooks__MaxEndpoints", "5"), ("Webhooks__RetrySeconds", "0"));
        // Errors of the start are not counted, because EF Core may log one if a new PostgreSQL database has no list of migrations.
        _errorsAtTheStart = _api.Errors.Count();
        var (room, ada) = (await _api.CreateRoomAsync(), await _api.CreateUserAsync());
        var message = await _api.PostMessageAsync(room, ada, "hello");
        var upload = await _api.CreateUploadAsync(room);
        var webhook = await _api.RequestJsonAsync(HttpMethod.Post, "/webhooks", new { url = "https://hooks.invalid/", events = new[] { "user.joined" } });
        _known = new()
        {
            ["room_id"] = room,
            ["user_id"] = ada.Id,
            ["before"] = message.IdOf(),
            ["upload_id"] = upload.IdOf(),
            ["VideoGuid"] = upload.IdOf(),
            ["webhook_id"] = webhook.IdOf(),
            ["delivery_id"] = await DeliverAsync(room, ada, webhook.IdOf()),
        };
        var stream = await _api.PostForStatusAsync($"/rooms/{room}/live-stream", new { title = "live" });
        // Without ffmpeg there are no live streams.
        if (stream.Status == HttpStatusCode.OK)
            _known["stream_id"] = stream.Body.IdOf();
    }

    /// <summary>Causes an event whose delivery to the partner fails.</summary>
    private async Task<Guid> DeliverAsync(Guid room, TestUser ada, Guid webhook)
    {
        await _api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        JsonElement deliveries = default;
        await Eventually.BeTrueAsync(
            async () =>
            {
                deliveries = await _api.RequestJsonAsync(HttpMethod.Get, $"/webhooks/{webhook}/deliveries");
                return deliveries.GetArrayLength() > 0;
            },
            "there is a delivery");
        return deliveries[0].IdOf();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_api is null)
            return;
        using (var health = await _api.GetAsync("/health"))
            Assert.That(health.IsSuccessStatusCode, "the server is alive");
        Assert.That(_api.Errors.Skip(_errorsAtTheStart), Is.Empty);
        await _api.DisposeAsync();
    }

    [TestCaseSource(typeof(Operation), nameof(Operation.All))]
    public async Task Operation_WithInvalidRequests_AcceptsOrRefusesThemAsDocumented(object operation)
    {
        // Deletes only unknown ids, because other operations need the known ones.
        var known = ((Operation)operation).Method == HttpMethod.Delete ? [] : _known;
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        for (var seed = 0; seed < Requests; seed++)
        {
            var fuzzer = new RequestFuzzer(HashCode(operation.ToString()!) + seed, known, WebhookServer.Key);
            using var request = fuzzer.Make(_api.Address, (Operation)operation);
            try
            {
                using var response = await Client.SendAsync(request, CancellationToken.None);
                statuses[(int)response.StatusCode] = statuses.GetValueOrDefault((int)response.StatusCode) + 1;
                if (await FaultOfAsync(request, response, (Operation)operation) is { } fault)
                    faults.Add($"seed {seed}: {fault}");
            }
            catch (HttpRequestException exception)
            {
                faults.Add($"seed {seed}: {request.RequestUri}: {exception}");
            }
        }

        await TestContext.Out.WriteLineAsync(string.Join(", ", statuses.Select(status => $"{status.Value} times {status.Key}")));
        Assert.That(faults, Is.Empty);
        Assert.That(statuses, Has.Count.AtLeast(2), "the requests differ");
    }

    /// <summary>Returns a hash that is equal in every run.</summary>
    private static int HashCode(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    private static async Task<string?> FaultOfAsync(HttpRequestMessage request, HttpResponseMessage response, Operation operation)
    {
        // Without this header, the HTTP server refused the bytes before there was a request. Every response of the application has
        // the header.
        if (!response.Headers.Contains("Content-Security-Policy"))
            return (int)response.StatusCode is 400 or 414 or 431 ? null : Text(await response.Content.ReadAsStringAsync());

        var body = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode >= 500 && !((int)response.StatusCode == 503 && MayHaveNoPlace.Contains(operation.Id)))
            return Text(body);
        if ((int)response.StatusCode >= 400 && request.Method != HttpMethod.Head && response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return Text(body);
        // Dot segments are removed from a path before routing, so the request belongs to another operation.
        if (request.Method != operation.Method || request.RequestUri!.AbsolutePath.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Contains("/.."))
            return null;
        try
        {
            await HttpContract.CheckAsync(request, response);
            return null;
        }
        catch (ContractException exception)
        {
            return Text(exception.Message);
        }

        string Text(string why) => $"{request.Method} {request.RequestUri}, {(int)response.StatusCode}: {why[..Math.Min(why.Length, 500)]}";
    }
}
