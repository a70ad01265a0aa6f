using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos.Bunny.Http;

/// <summary>Calls the provider while the circuit is open, because only a successful call closes it.</summary>
internal sealed partial class BunnyWatch(
    BunnyApi api, BunnyCircuit circuit, IVideoGateway videos, ILiveGateway live, IOptions<BunnyOptions> options,
    TimeProvider clock, ILogger<BunnyWatch> logger) : BackgroundService
{
    // The delay that is added to the break, because the circuit becomes half-open only after the break has fully elapsed.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (videos.Provider != MediaProvider.Bunny && live.Provider != MediaProvider.Bunny)
            return;
        if (string.IsNullOrEmpty(options.Value.ReadOnlyApiKey))
            LogUnsigned(logger);

        try
        {
            while (true)
            {
                await circuit.WaitUntilOpenAsync(stoppingToken);
                await WaitUntilClosedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task WaitUntilClosedAsync(CancellationToken stoppingToken)
    {
        while (!circuit.IsClosed)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.BreakSeconds) + Margin, clock, stoppingToken);
            try
            {
                using var response = await api.SendAsync(HttpMethod.Get, "videos?page=1&itemsPerPage=1", null, stoppingToken);
            }
            catch (VideoGatewayException)
            {
                // The failure is ignored, because BunnyApi has logged it and the circuit is open again.
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Bunny:ReadOnlyApiKey is not set: webhooks are accepted from anyone, without a signature check")]
    private static partial void LogUnsigned(ILogger logger);
}
