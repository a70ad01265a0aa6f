namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>The disk has no room for what a transcode still has to write.</summary>
/// <param name="writtenBytes">What it wrote before that; 0 if it was not begun.</param>
internal sealed class OutOfSpaceException(long writtenBytes) : IOException("There is no room left on the disk.")
{
    public long WrittenBytes { get; } = writtenBytes;
}
