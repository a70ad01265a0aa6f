using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.BunnyEmulator;
using VideoChat.Infrastructure.LiveStreams;
using VideoChat.Infrastructure.Videos;
using VideoChat.Infrastructure.Videos.Bunny.Http;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

/// <summary>The gateways with the server's registrations, an emulated provider, and a record of their logs.</summary>
internal sealed class BunnyHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LogKeeper _log = new();

    private BunnyHarness(EmulatedBunny bunny, (string Key, string Value)[] settings)
    {
        Bunny = bunny;
        var values = new Dictionary<string, string?>
        {
            ["Bunny:ApiKey"] = EmulatedBunny.ApiKey,
            ["Bunny:LibraryId"] = EmulatedBunny.LibraryId,
            ["Bunny:PullZone"] = EmulatedBunny.PullZone,
            ["Bunny:BaseUrl"] = bunny.Address.ToString(),
        };
        foreach (var (key, value) in settings)
            values[key] = value;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddVideo().AddLiveStreams();
        _services = services.BuildServiceProvider();
    }

    public EmulatedBunny Bunny { get; }

    public IVideoGateway Videos => _services.GetRequiredService<IVideoGateway>();

    public ILiveGateway Live => _services.GetRequiredService<ILiveGateway>();

    public IVideoWebhookReader Webhooks => _services.GetRequiredService<IVideoWebhookReader>();

    public string Log => string.Join('\n', _log.Lines);

    public BunnyWatch CreateWatch() => ActivatorUtilities.CreateInstance<BunnyWatch>(_services);

    public static async Task<BunnyHarness> StartAsync(params (string Key, string Value)[] settings) =>
        new(await EmulatedBunny.StartAsync(), settings);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Bunny.DisposeAsync();
    }

    private sealed class LogKeeper : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
