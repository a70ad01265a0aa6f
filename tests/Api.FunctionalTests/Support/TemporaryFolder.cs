namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A temporary folder that is deleted when this object is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("videochat-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
