using Microsoft.AspNetCore.Http;

namespace VideoChat.Infrastructure.Videos;

/// <summary>
/// Ends slow uploads. Waiting for data uses up a budget of <c>Uploads:IdleSeconds</c>, and every <c>Uploads:MinBytesPerSecond</c>
/// bytes that are received restore one second.
/// </summary>
internal sealed class PacedStream(Stream inner, UploadsOptions options, TimeProvider clock) : Stream
{
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(options.IdleSeconds);
    private TimeSpan _left = TimeSpan.FromSeconds(options.IdleSeconds);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BadHttpRequestException">The client is too slow (408).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(_left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var began = clock.GetTimestamp();
        try
        {
            var count = await inner.ReadAsync(buffer, either.Token);
            Spend(clock.GetElapsedTime(began), count);
            return count;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The file came too slowly.", StatusCodes.Status408RequestTimeout);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Spend(TimeSpan waited, int received)
    {
        var left = _left - waited + TimeSpan.FromSeconds((double)received / options.MinBytesPerSecond);
        // A CancellationTokenSource has millisecond resolution, so a shorter time would cancel immediately.
        _left = left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left > _limit ? _limit : left;
    }
}
