using VideoChat.Api.Addresses;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Implements <c>VideoChat.Api --health-check</c> for containers without curl. The exit code is 0 if the server on this machine
/// is ready.
/// </summary>
internal static class HealthCheck
{
    public const string Argument = "--health-check";

    private const int DefaultPort = 8000;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build();
        using var http = new HttpClient { Timeout = RequestTimeout };
        try
        {
            using var response = await http.GetAsync(new Uri($"{BaseOf(configuration)}/health/ready"));
            Console.WriteLine(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Console.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>
    /// Returns <c>Health:Url</c>, or the first address for clients if it is not set. <c>Health:Url</c> stays reachable under load.
    /// </summary>
    private static string BaseOf(IConfiguration configuration)
    {
        if (ListenAddresses.Parse(configuration[OperatorAddresses.HealthKey]) is { } own)
            return $"http://{(own.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : own.Host)}:{own.Port}";
        var url = configuration.ListListenAddresses().Select(address => address.Url).FirstOrDefault();
        return $"http://127.0.0.1:{ListenAddresses.Parse(url)?.Port ?? DefaultPort}";
    }
}
