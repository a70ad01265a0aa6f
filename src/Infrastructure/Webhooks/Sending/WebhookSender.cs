using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Sending;

/// <param name="RetryAfter">The delay that the endpoint requested; null if it requested none.</param>
internal sealed record WebhookAnswer(WebhookAttempt Attempt, TimeSpan? RetryAfter);

/// <summary>Sends webhooks. Each call makes one attempt within the timeout and follows no redirects.</summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly WebhooksOptions _options;
    private readonly HttpMessageInvoker _http;

    public WebhookSender(VettedConnector connector, IOptions<WebhooksOptions> options)
    {
        _options = options.Value;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // The handler adds no trace header, because CreateRequest adds it if spans are collected.
            ActivityHeadersPropagator = null,
            ConnectCallback = connector.ConnectAsync,
            MaxResponseHeadersLength = 16,
            // The rest of a large response is not read, because that costs more than a new connection.
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
    }

    public async Task<WebhookAnswer> SendAsync(
        WebhookEndpoint endpoint, WebhookDelivery delivery, DateTime at, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var activity = Telemetry.Activities.StartActivity("webhook", ActivityKind.Client, delivery.TraceParent);
        // The URL is validated again, because the configuration may have become stricter since the URL was saved.
        if (WebhookUrl.Validate(endpoint.Url, _options.AllowHttp, _options.AllowPrivateNetworks) is { } reason)
            return Answer(new WebhookAttempt(at, DurationMs: 0, Status: null, $"The URL {reason}", Response: null), retryAfter: null);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using var request = CreateRequest(endpoint, delivery, at);
            using var response = await _http.SendAsync(request, timeout.Token);
            // The status decides the result, even if the body cannot be read.
            var body = await ReadBeginningAsync(response.Content, timeout.Token);
            return Answer(
                new WebhookAttempt(at, Elapsed(began), (int)response.StatusCode, Error: null, body),
                RetryAfterOf(response.Headers, at));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer(
                new WebhookAttempt(at, Elapsed(began), Status: null, Explain(exception), Response: null), retryAfter: null);
        }

        WebhookAnswer Answer(WebhookAttempt attempt, TimeSpan? retryAfter)
        {
            activity?.SetTag("http.response.status_code", attempt.Status);
            if (!attempt.IsSuccess)
                activity?.SetStatus(ActivityStatusCode.Error, attempt.Outcome);
            return new WebhookAnswer(attempt, retryAfter);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(WebhookEndpoint endpoint, WebhookDelivery delivery, DateTime at)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var (id, timestamp) = (delivery.EventId.ToString(), new DateTimeOffset(at).ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Product.Name, Product.Version));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSigner.Sign(endpoint.SecretsAt(at), id, timestamp, body));
        if (Telemetry.CurrentSpan is { } cause)
            request.Headers.Add("traceparent", cause.Id);
        return request;
    }

    private static async Task<string> ReadBeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // More is read than stored, because a connection can be reused only after its response was read completely.
        const int MaxBytes = 64 * 1_024;
        var buffer = new byte[MaxBytes];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (length < MaxBytes && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
                length += count;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The part that was received is stored, because the body was cut off or is too slow.
        }
        var text = Encoding.UTF8.GetString(buffer, 0, Math.Min(length, WebhookAttempt.MaxResponseBytes));
        // U+0000 is replaced, because PostgreSQL cannot store it in text
        // (https://www.postgresql.org/docs/current/datatype-character.html).
        return text.Replace('\0', '\uFFFD');
    }

    private static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, DateTime at)
    {
        // The text of the header is parsed first, because the typed header rejects values above Int32.MaxValue seconds.
        var text = headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : "";
        var asked = double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, RetrySchedule.MaxRetryAfter.TotalSeconds))
            : headers.RetryAfter?.Date - at;
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static int Elapsed(long began) => (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;

    // Returns a fixed text for an exception, because exception messages may contain internal addresses.
    private string Explain(Exception exception)
    {
        if (exception is OperationCanceledException)
            return string.Create(CultureInfo.InvariantCulture, $"No complete response within {_options.TimeoutSeconds} s");
        return (exception.InnerException ?? exception) switch
        {
            ForbiddenAddressException => "The host resolves to a non-public address",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "The host name is not known",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "The connection was refused",
            SocketException => "The connection failed",
            AuthenticationException => "The TLS handshake failed",
            _ => "The response was incomplete or not valid HTTP",
        };
    }
}
