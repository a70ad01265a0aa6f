using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos.Bunny.Http;

/// <summary>
/// Sends requests to the HTTP API of Bunny.net Stream (https://docs.bunny.net/api-reference/stream). Bunny.net's error messages are
/// dropped, because they may contain paths.
/// </summary>
internal sealed partial class BunnyApi(IHttpClientFactory clients, IOptions<BunnyOptions> options, ILogger<BunnyApi> logger)
{
    public const string CallClient = "Bunny";
    public const string UploadClient = "Bunny.Upload";

    /// <summary>Sends a request with retries. Returns every response, including errors.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(CallClient, CreateRequest(method, path, body is null ? null : JsonContent.Create(body)), cancellationToken);

    public Task<HttpResponseMessage> UploadAsync(string path, HttpContent file, CancellationToken cancellationToken)
    {
        var request = CreateRequest(HttpMethod.Put, path, file);
        // The header lets the provider reject the request before the file is sent.
        request.Headers.ExpectContinue = true;
        return SendAsync(UploadClient, request, cancellationToken);
    }

    public async Task<TAnswer> ReadAsync<TAnswer>(HttpResponseMessage response, CancellationToken cancellationToken)
        where TAnswer : class
    {
        EnsureSuccess(response);
        try
        {
            return await response.Content.ReadFromJsonAsync<TAnswer>(cancellationToken) ?? throw new JsonException();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or HttpRequestException or IOException)
        {
            throw Unreadable(exception);
        }
    }

    public void EnsureSuccess(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        LogRefused(logger, response.RequestMessage?.Method.Method, (int)response.StatusCode);
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new VideoGatewayException(
                VideoGatewayFailure.Failed, "The video provider rejected the API key of this server. The operator must check the configuration."),
            HttpStatusCode.NotFound => new VideoGatewayException(
                VideoGatewayFailure.Failed, "The video provider does not know the requested item."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The video provider is busy; try again later.", RetryAfterOf(response)),
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => TimedOut(),
            _ => new VideoGatewayException(VideoGatewayFailure.Failed, "The video provider answered with an error."),
        };
    }

    public static VideoGatewayException TimedOut(Exception? cause = null) => new(
        VideoGatewayFailure.TimedOut, "The video provider did not answer in time.", cause: cause);

    public static VideoGatewayException Unreadable(Exception? cause = null) => new(
        VideoGatewayFailure.Failed, "The response of the video provider cannot be read.", cause: cause);

    public static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - (response.Headers.Date ?? TimeProvider.System.GetUtcNow()),
        _ => null,
    };

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, HttpContent? content) =>
        new(method, new Uri($"library/{options.Value.LibraryId}/{path}", UriKind.Relative)) { Content = content };

    private async Task<HttpResponseMessage> SendAsync(
        string client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var sent = request;
        var (began, result) = (Stopwatch.GetTimestamp(), "cancelled");
        try
        {
            var response = await clients.CreateClient(client).SendAsync(request, cancellationToken);
            result = BunnyMetrics.ResultOf(request.Method, response.StatusCode);
            return response;
        }
        catch (BrokenCircuitException exception)
        {
            result = "circuit_open";
            throw new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The video provider is not available at the moment; try again later.",
                exception.RetryAfter, exception);
        }
        catch (TimeoutRejectedException exception)
        {
            result = "timeout";
            LogFailed(logger, request.Method.Method, "timeout");
            throw TimedOut(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            result = "timeout";
            LogFailed(logger, request.Method.Method, "timeout");
            throw TimedOut(exception);
        }
        catch (HttpRequestException exception)
        {
            result = "connection";
            LogFailed(logger, request.Method.Method, exception.HttpRequestError.ToString());
            throw new VideoGatewayException(
                VideoGatewayFailure.Failed, "The connection to the video provider failed.", cause: exception);
        }
        finally
        {
            BunnyMetrics.Called(client, began, result);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bunny.net answered a {Method} with {Status}")]
    private static partial void LogRefused(ILogger logger, string? method, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Method} to Bunny.net failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string method, string reason);
}
