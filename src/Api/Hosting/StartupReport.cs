using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Configuration;
using VideoChat.Api.Observability;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Api.Hosting;

/// <summary>Logs the configuration when the server starts: providers, addresses, disabled features and insecure settings.</summary>
internal sealed partial class StartupReport(
    IHostEnvironment environment,
    AddressReport addresses,
    ProviderReport providers,
    IOptions<OtlpOptions> otlp,
    IEnumerable<ISettingsNotes> parts,
    ILogger<StartupReport> logger)
{
    public void Write()
    {
        ISettingsNotes[] notes = [addresses, .. parts, providers];
        LogStarted(
            logger,
            Product.Version,
            environment.EnvironmentName,
            addresses.Urls,
            addresses.PublicUrl,
            providers.Database,
            providers.Backplane,
            providers.Video,
            providers.Live,
            addresses.Metrics,
            addresses.Health,
            otlp.Value.Destination ?? "disabled",
            Join(notes.SelectMany(part => part.ListOff())),
            Join(notes.SelectMany(part => part.ListOpen())));
    }

    private static string Join(IEnumerable<string> notes) => string.Join(", ", notes.DefaultIfEmpty("nothing"));

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = """
            VideoChat {Version} ({Environment}) listens at {Urls}
            public URL: {PublicUrl}
            database: {Database}
            backplane: {Backplane}
            videos: {Video}
            live streams: {Live}
            metrics: {Metrics}
            health: {Health}
            OTLP: {Otlp}
            off: {Off}
            open: {Open}
            """)]
    private static partial void LogStarted(
        ILogger logger, string version, string environment, string urls, string publicUrl, DatabaseProvider database,
        BackplaneProvider backplane, string video, string live, string metrics, string health, string otlp, string off, string open);
}
