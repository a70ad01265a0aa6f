using Microsoft.Extensions.Options;
using VideoChat.Api.Limits;
using VideoChat.Application.Messages;
using VideoChat.Application.Service;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Api.FunctionalTests.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class ServiceLimitsTests
{
    [Test]
    public void Limits_WhenEachIsSet_AreTheSettings()
    {
        var limits = LimitsOf(new RateLimitingOptions
        {
            FramesPerSecond = 5,
            FrameBurst = 6,
            WebSocketsPerAddress = 7,
            Requests = 8,
            WindowSeconds = 9,
        });

        Assert.That(limits, Is.EqualTo(new ServiceLimitsDto(1, 2, 3, 4, 5, 6, 7, 8, 9)));
    }

    [Test]
    public void Limits_WhenRateLimitsAreOff_LeaveThoseOfAnAddressOut()
    {
        var limits = LimitsOf(new RateLimitingOptions { Enabled = false });

        Assert.That(limits, Is.EqualTo(new ServiceLimitsDto(1, 2, 3, 4, null, null, null, null, null)));
    }

    private static ServiceLimitsDto LimitsOf(RateLimitingOptions rates) => new ServiceLimits(
        Options.Create(new MessagesOptions { MaxLength = 1 }), Options.Create(new UploadsOptions { MaxBytes = 2 }),
        Options.Create(new RealtimeOptions { MaxMessageBytes = 3, MaxResumeEvents = 4 }), Options.Create(rates)).Current;
}
