using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Connections;

namespace VideoChat.Api.FunctionalTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed class KestrelLimitsTests
{
    [Test]
    public void Configure_WhenHeadersMayBeLarge_LeavesRoomForThem([Values(16_384, 262_144)] int headerBytes)
    {
        var kestrel = new KestrelServerOptions();
        var limits = Options.Create(new LimitsOptions { MaxRequestHeaderBytes = headerBytes });
        var gate = new ConnectionGate(
            limits,
            Options.Create(new RateLimitingOptions()),
            Options.Create(new ReverseProxyOptions()),
            new OperatorAddresses(Options.Create(new MetricsOptions()), Options.Create(new HealthOptions())));

        new KestrelLimits(limits, gate).Configure(kestrel);

        Assert.That(kestrel.Limits.MaxRequestBufferSize, Is.EqualTo(Math.Max(65_536, headerBytes)));
        Assert.That(kestrel.Limits.MaxResponseBufferSize, Is.EqualTo(65_536));
        Assert.That(kestrel.Limits.Http2.InitialConnectionWindowSize, Is.EqualTo(524_288));
    }
}
