using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>
/// Senders that follow the documentation: each message has a client id and is repeated until it is answered. A sender sends the next
/// message only after the answer, so its messages stay in order.
/// </summary>
internal sealed class RetryingLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentBag<JsonElement> _answers = [];
    private readonly ConcurrentBag<HttpStatusCode> _refusals = [];
    private readonly List<Task> _sending = [];

    /// <summary>The responses with status 200.</summary>
    public IReadOnlyCollection<JsonElement> Answers => _answers;

    /// <summary>The statuses of all other responses.</summary>
    public IReadOnlyCollection<HttpStatusCode> Refusals => _refusals;

    /// <param name="servers">The servers, assigned to the senders in turn.</param>
    /// <param name="room">The room that they send to.</param>
    /// <param name="users">The users, assigned to the senders in turn.</param>
    /// <param name="senders">The number of senders.</param>
    public static RetryingLoad Start(IReadOnlyList<ApiServer> servers, Guid room, IReadOnlyList<TestUser> users, int senders)
    {
        var load = new RetryingLoad();
        for (var i = 0; i < senders; i++)
            load._sending.Add(load.SendAllAsync(servers[i % servers.Count], room, users[i % users.Count], $"sender {i}"));
        return load;
    }

    public Task WaitForAnswersAsync(int more)
    {
        var count = _answers.Count + more;
        return Eventually.BeTrueAsync(() => _answers.Count >= count || _sending.Any(s => s.IsFaulted), $"{count} messages are answered");
    }

    /// <summary>Stops when every begun message is answered.</summary>
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
