namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>The exception that is thrown if the disk has no space for the rest of a transcode.</summary>
/// <param name="writtenBytes">The number of bytes written before; 0 if the transcode had not started.</param>
internal sealed class OutOfSpaceException(long writtenBytes) : IOException("There is no room left on the disk.")
{
    public long WrittenBytes { get; } = writtenBytes;
}
