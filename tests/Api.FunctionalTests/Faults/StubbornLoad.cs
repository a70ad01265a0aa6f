using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Faults;

/// <summary>
/// Senders as they should be: each message has a client id and is sent again until it is answered. Their order is their own,
/// for none sends a message before the last one is answered.
/// </summary>
internal sealed class StubbornLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentBag<JsonElement> _answers = [];
    private readonly ConcurrentBag<HttpStatusCode> _refusals = [];
    private readonly List<Task> _sending = [];

    /// <summary>What the servers have answered with 200.</summary>
    public IReadOnlyCollection<JsonElement> Answers => _answers;

    /// <summary>What else they have answered.</summary>
    public IReadOnlyCollection<HttpStatusCode> Refusals => _refusals;

    /// <param name="servers">Each sender has one of them.</param>
    /// <param name="room">Where they talk.</param>
    /// <param name="users">Each sender is one of them.</param>
    /// <param name="senders">How many there are.</param>
    public static StubbornLoad Start(IReadOnlyList<ApiServer> servers, Guid room, IReadOnlyList<TestUser> users, int senders)
    {
        var load = new StubbornLoad();
        for (var i = 0; i < senders; i++)
            load._sending.Add(load.SendAllAsync(servers[i % servers.Count], room, users[i % users.Count], $"sender {i}"));
        return load;
    }

    public Task WaitForAnswersAsync(int more)
    {
        var count = _answers.Count + more;
        return Eventually.BeTrueAsync(() => _answers.Count >= count || _sending.Any(s => s.IsFaulted), $"{count} messages are answered");
    }

    /// <summary>Ends when what was begun is answered.</summary>
    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_sending);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _enough.Dispose();
    }

    private async Task SendAllAsync(ApiServer server, Guid room, TestUser user, string name)
    {
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            var body = new { user_id = user.Id, content = $"{name} {i}", client_id = $"{name} {i}" };
            while (!await IsAnsweredAsync(server, room, body))
                await Task.Delay(20);
        }
    }

    private async Task<bool> IsAnsweredAsync(ApiServer server, Guid room, object body)
    {
        using var response = await server.PostAsync($"/rooms/{room}/messages", body);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            _answers.Add(await response.ReadJsonAsync());
            return true;
        }
        _refusals.Add(response.StatusCode);
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is null)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return false;
    }
}
