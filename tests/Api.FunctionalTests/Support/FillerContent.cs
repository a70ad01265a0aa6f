using System.Net;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A body of any size that starts like a video and takes no memory.</summary>
internal sealed class FillerContent : HttpContent
{
    private readonly long _length;
    private readonly byte[] _block = new byte[64 * 1_024];
    private long _sent;

    public FillerContent(long length)
    {
        Random.Shared.NextBytes(_block);
        "\0\0\0 ftypisom"u8.CopyTo(_block);
        _length = length;
        Headers.ContentLength = length;
        Headers.ContentType = new("video/mp4");
    }

    public long Sent => Interlocked.Read(ref _sent);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var left = _length; left > 0;)
        {
            var count = (int)Math.Min(left, _block.Length);
            await stream.WriteAsync(_block.AsMemory(0, count));
            Interlocked.Add(ref _sent, count);
            left -= count;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
