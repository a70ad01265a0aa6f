using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Bunny.Http;

namespace VideoChat.Infrastructure.Videos.Bunny;

internal static class BunnySetup
{
    private const int MaxAnswerBytes = 1_024 * 1_024;

    public static void AddBunny(this IServiceCollection services)
    {
        services.AddClient(BunnyApi.CallClient)
            // This timeout covers the body, because the timeouts of the pipeline end when the headers arrive.
            .ConfigureHttpClient((provider, http) =>
            {
                var options = provider.GetRequiredService<IOptions<BunnyOptions>>().Value;
                http.Timeout = TimeSpan.FromSeconds(options.TotalSeconds + options.AttemptSeconds);
            })
            .AddResilienceHandler("calls", (pipeline, context) => BunnyPipeline.Build(
                pipeline,
                context.ServiceProvider.GetRequiredService<IOptions<BunnyOptions>>().Value,
                context.ServiceProvider.GetRequiredService<BunnyCircuit>(),
                context.ServiceProvider.GetRequiredService<TimeProvider>()));
        // A transfer has no timeout, because only its idle time is limited (Uploads:IdleSeconds).
        services.AddClient(BunnyApi.UploadClient)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan);
        // The log of Polly is off, because Polly logs each attempt with a stack trace. BunnyApi logs a failure once.
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.None));

        services.AddSingleton<BunnyCircuit>();
        services.AddSingleton<BunnyApi>();
        services.AddSingleton<BunnySigner>();
        services.AddSingleton<BunnyVideoGateway>();
        services.AddSingleton<IVideoWebhookReader, BunnyWebhookReader>();
        services.AddHostedService<BunnyWatch>();
    }

    private static IHttpClientBuilder AddClient(this IServiceCollection services, string name) => services
        .AddHttpClient(name, (provider, http) =>
        {
            var options = provider.GetRequiredService<IOptions<BunnyOptions>>().Value;
            http.BaseAddress = new Uri(options.BaseUrl.TrimEnd('/') + '/');
            http.MaxResponseContentBufferSize = MaxAnswerBytes;
            http.DefaultRequestHeaders.TryAddWithoutValidation("AccessKey", options.ApiKey);
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // Redirects are off, because a redirect would send the API key to another host.
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();
}
