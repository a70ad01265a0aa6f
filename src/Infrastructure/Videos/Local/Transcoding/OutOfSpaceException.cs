namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <param name="writtenBytes">The number of bytes written before; 0 if the transcode had not started.</param>
internal sealed class OutOfSpaceException(long writtenBytes) : IOException("No space is left on the disk.")
{
    public long WrittenBytes { get; } = writtenBytes;
}
