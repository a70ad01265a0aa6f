namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A folder that is deleted with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("videochat-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
