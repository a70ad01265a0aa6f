using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class LockedDatabaseTests
{
    [Test]
    public async Task Post_WhenTheDatabaseIsLocked_AnswersAllWaitingTogetherAndRecovers()
    {
        await using var api = await ApiServer.StartAsync(("ConnectionStrings__Default", "Default Timeout=1"));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"));

        HttpResponseMessage[] refused;
        await using (await api.HoldDatabaseAsync())
        {
            // The requests are concurrent, because in sequence each of them would wait for the lock.
            refused = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => PostAsync($"refused {i}")));
        }
        var stored = await api.PostMessageAsync(room, ada, "stored");

        Assert.That(refused.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(refused.Select(response => response.Headers.RetryAfter), Is.All.Not.Null);
        var history = await api.GetJsonAsync($"/rooms/{room}/messages");
        Assert.That(history.EnumerateArray().Single().GetProperty("id").GetString(), Is.EqualTo(stored.GetProperty("id").GetString()));
        Assert.That(stored.GetProperty("seq").GetInt64(), Is.EqualTo(1));

        Task<HttpResponseMessage> PostAsync(string content) =>
            api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content });
    }
}
