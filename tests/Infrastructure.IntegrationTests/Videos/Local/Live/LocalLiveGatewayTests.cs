using System.Net;
using System.Net.Sockets;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Videos.Local;
using VideoChat.Infrastructure.Videos.Local.Live;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Live;

public sealed class LocalLiveGatewayTests : LiveGatewaySpecification
{
    private TestHost? _host;

    [TearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private protected override Task<ILiveGateway> CreateGatewayAsync()
    {
        var port = FreePort();
        _host = TestHost.Create(settings: new Dictionary<string, string?> { ["Live:IngestPorts"] = $"{port}-{port + 1}" });
        if (_host.Get<FfmpegTools>().Ffmpeg is null)
            Assert.Ignore("ffmpeg is not installed.");
        var gateway = _host.Get<LocalLiveGateway>();
        gateway.Restore([]);
        return Task.FromResult<ILiveGateway>(gateway);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
