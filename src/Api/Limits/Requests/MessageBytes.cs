using System.Text;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>Limits the bytes of messages that one address sends within an hour, over HTTP and sockets together.</summary>
internal sealed class MessageBytes(ByteLimiter limiter, IOptions<RateLimitingOptions> options)
{
    /// <summary>The stored size of a message without its content: ids, timestamps and index entries.</summary>
    private const int Overhead = 256;

    private readonly ByteLimit _limit = options.Value.MessageByteLimit;

    public string Detail { get; } = $"Rate limit exceeded: {options.Value.MessageBytesPerHour} bytes of messages per hour.";

    public ValueTask<ByteDecision> TakeAsync(string? address, string content) => address is null
        ? ValueTask.FromResult(new ByteDecision(true, TimeSpan.Zero))
        : limiter.TakeAsync(_limit, address, Encoding.UTF8.GetByteCount(content) + Overhead);
}
