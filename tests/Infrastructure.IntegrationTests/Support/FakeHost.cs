using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>The parts of a host that the infrastructure needs.</summary>
internal sealed class FakeHost(string contentRoot) : IHostEnvironment, IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public string EnvironmentName { get; set; } = "Test";
    public string ApplicationName { get; set; } = "VideoChat";
    public string ContentRootPath { get; set; } = contentRoot;
    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

    public CancellationToken ApplicationStarted => new(canceled: true);
    public CancellationToken ApplicationStopping => _stopping.Token;
    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
