using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>A partner's server. Every path is a separate endpoint that records its requests and responds with 200 by default.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly ConcurrentDictionary<string, Func<ReceivedWebhook, HttpContext, Task>> _answers = new();
    private readonly ConcurrentDictionary<string, ContractException> _broken = new();
    private readonly WebApplication _app;

    private WebhookReceiver(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<WebhookReceiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var receiver = new WebhookReceiver(url);
        await receiver._app.StartAsync();
        receiver.Address = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    public string UrlOf(string path) => new Uri(Address, path).ToString();

    /// <summary>Returns the requests of an endpoint, in order of arrival.</summary>
    /// <exception cref="ContractException">A request did not match the documentation.</exception>
    public List<ReceivedWebhook> ReceivedAt(string path) =>
        _broken.TryGetValue(path, out var broken) ? throw broken : [.. _received.Where(webhook => webhook.Path == path)];

    /// <summary>Sets the function that responds at an endpoint.</summary>
    public void Answer(string path, Func<ReceivedWebhook, HttpContext, Task> answer) => _answers[path] = answer;

    /// <summary>Sets the statuses of an endpoint's responses, in order. The last one repeats.</summary>
    public void Answer(string path, params int[] statuses)
    {
        var next = -1;
        Answer(path, (_, context) =>
        {
            context.Response.StatusCode = statuses[Math.Min(Interlocked.Increment(ref next), statuses.Length - 1)];
            return Task.CompletedTask;
        });
    }

    public async Task<List<ReceivedWebhook>> WaitForAsync(string path, int count)
    {
        await Eventually.BeTrueAsync(() => ReceivedAt(path).Count >= count, $"{path} got {count} webhooks");
        return ReceivedAt(path);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var webhook = new ReceivedWebhook(
            context.Request.Path,
            context.Request.Headers["webhook-id"].ToString(),
            context.Request.Headers["webhook-timestamp"].ToString(),
            context.Request.Headers["webhook-signature"].ToString(),
            context.Request.ContentType,
            context.Request.Headers["traceparent"].FirstOrDefault(),
            body.ToArray());
        try
        {
            HttpContract.CheckWebhook(webhook.Type ?? "", Encoding.UTF8.GetString(webhook.Body));
        }
        catch (ContractException exception)
        {
            _broken[webhook.Path] = exception;
        }
        _received.Enqueue(webhook);
        if (_answers.TryGetValue(webhook.Path, out var answer))
            await answer(webhook, context);
    }
}

internal sealed record ReceivedWebhook(
    string Path, string Id, string Timestamp, string Signature, string? ContentType, string? TraceParent, byte[] Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Type => Json.Text("type");

    public JsonElement Data => Json.GetProperty("data");

    /// <summary>
    /// Determines whether one of the signatures was made with this secret. Computes the signature independently of the server.
    /// </summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
        return Signature.Split(' ').Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
