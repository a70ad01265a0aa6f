namespace VideoChat.Api.Hosting;

/// <summary>
/// <c>VideoChat.Api --health-check</c>: asks the server of this machine whether it is ready, for containers that have no
/// curl. Exits with 0 where it is.
/// </summary>
internal static class HealthCheck
{
    public const string Argument = "--health-check";

    private const int DefaultPort = 8000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build();
        using var http = new HttpClient { Timeout = Patience };
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

    /// <summary><c>Health:Url</c>, where clients cannot take the places, or the port that the server listens on for everyone.</summary>
    private static string BaseOf(IConfiguration configuration)
    {
        if (ListenAddresses.Parse(configuration[OperatorAddresses.HealthKey]) is { } own)
            return $"http://{(own.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : own.Host)}:{own.Port}";
        var url = configuration.ListListenAddresses().Select(address => address.Url).FirstOrDefault();
        return $"http://127.0.0.1:{ListenAddresses.Parse(url)?.Port ?? DefaultPort}";
    }
}
