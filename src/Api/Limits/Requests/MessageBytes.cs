using System.Text;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>Limits the bytes of messages that one address stores in any hour, over HTTP and sockets together.</summary>
internal sealed class MessageBytes(ByteLimiter limiter, IOptions<RateLimitingOptions> options)
{
    /// <summary>The stored size of a message without its content: ids, times, indexes.</summary>
    private const int Overhead = 256;

    private readonly ByteLimit _limit = options.Value.MessageByteLimit;

    public string Detail { get; } = $"Rate limit exceeded: {options.Value.MessageBytesPerHour} bytes of messages per hour.";

    /// <param name="address">The address of the sender; null if addresses are not limited.</param>
    /// <param name="content">The content of the message.</param>
    public ValueTask<ByteDecision> TakeAsync(string? address, string content) => address is null
        ? ValueTask.FromResult(new ByteDecision(true, TimeSpan.Zero))
        : limiter.TakeAsync(_limit, address, Encoding.UTF8.GetByteCount(content) + Overhead);
}
