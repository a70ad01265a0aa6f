using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>What is done about a provider that fails, for all calls but the transfer of a file.</summary>
internal static class BunnyPipeline
{
    private const int MaxRetries = 3;

    /// <summary>Who asks for a longer pause is not asked again by us; the client hears of the pause.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Total time, tries, circuit and time of one try, from outside to inside.</summary>
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
                // Reached too where each call waits for its timeout before the next is made, as in the sweep.
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(60),
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                StateProvider = circuit.State,
                // 429 is the answer of a provider that is well.
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

    // What was created by a call that was not answered in time would be there twice. What a failing provider has created
    // all the same never gets a file.
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
