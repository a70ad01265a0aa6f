using System.Text;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>How many bytes of messages one address may store in any hour, over HTTP and its sockets together.</summary>
internal sealed class MessageBytes(ByteLimiter limiter, IOptions<RateLimitingOptions> options)
{
    /// <summary>What a message takes besides its content: ids, times, indexes.</summary>
    private const int Overhead = 256;

    private readonly ByteLimit _limit = options.Value.MessageByteLimit;

    /// <summary>Names the limit.</summary>
    public string Detail { get; } = $"Rate limit exceeded: {options.Value.MessageBytesPerHour} bytes of messages per hour.";

    /// <param name="address">Whose message it is; null if it is not counted.</param>
    /// <param name="content">What it says.</param>
    public ValueTask<ByteDecision> TakeAsync(string? address, string content) => address is null
        ? ValueTask.FromResult(new ByteDecision(true, TimeSpan.Zero))
        : limiter.TakeAsync(_limit, address, Encoding.UTF8.GetByteCount(content) + Overhead);
}
