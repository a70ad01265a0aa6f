using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace VideoChat.Infrastructure.Videos.Bunny.Http;

internal static class BunnyPipeline
{
    private const int MaxRetries = 3;

    // The longest Retry-After after which a call is retried. A longer one is passed on to the client.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Adds the strategies from the outside in: total timeout, retries, circuit breaker, timeout of one attempt.</summary>
    public static void Build(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, BunnyOptions options, BunnyCircuit circuit, TimeProvider clock)
    {
        pipeline.TimeProvider = clock;
        pipeline
            .AddTimeout(TimeSpan.FromSeconds(options.TotalSeconds))
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = MaxRetries,
                Delay = TimeSpan.FromSeconds(0.25),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
                ShouldHandle = args => ValueTask.FromResult(IsWorthRepeating(args)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                // The minimum is low, because the calls of the periodic sweep time out one after another.
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(60),
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                StateProvider = circuit.State,
                // 429 does not open the circuit, because a provider that throttles requests is healthy.
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is HttpRequestException or TimeoutRejectedException
                    || args.Outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError),
                OnOpened = args =>
                {
                    circuit.Opened(args.BreakDuration);
                    return default;
                },
                OnClosed = _ =>
                {
                    circuit.Closed();
                    return default;
                },
            })
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptSeconds));
    }

    // Determines whether a call is retried. A creation that may have succeeded is not retried, because a retry would create a
    // second video.
    private static bool IsWorthRepeating(RetryPredicateArguments<HttpResponseMessage> args)
    {
        var isCreation = args.Context.GetRequestMessage()?.Method == HttpMethod.Post;
        return args.Outcome switch
        {
            { Exception: TimeoutRejectedException } => !isCreation,
            { Exception: HttpRequestException exception } => !isCreation || IsFailedConnection(exception),
            { Result: { } response } => IsPassing(response.StatusCode) && !(BunnyApi.RetryAfterOf(response) > MaxRetryAfter),
            _ => false,
        };
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static bool IsFailedConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;
}
