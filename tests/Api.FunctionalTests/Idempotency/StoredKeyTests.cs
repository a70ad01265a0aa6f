using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Idempotency;

/// <summary>
/// Tests what a repeated request stores, and how long keys are kept. The tests share a server that no other fixture uses.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class StoredKeyTests(Column column) : OnEachServer(column)
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await StartServerAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Post_WhenKeysRepeat_CreatesNothing()
    {
        var posts = await PrepareAllAsync(_api, IdempotentPosts.All);
        await PostAllAsync(_api, posts);
        var before = await SumAsync(_api);

        await PostAllAsync(_api, posts);

        Assert.That(await SumAsync(_api), Is.EqualTo(before));
    }

    [Test]
    public async Task Post_WhenRepeatedFiftyTimesConcurrently_CreatesOneAndAnswersAllAlike()
    {
        foreach (var (path, body, key) in await PrepareAllAsync(_api, "users", "rooms", "messages"))
        {
            var before = await SumAsync(_api);

            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                using var response = await _api.PostAsync(path, body, key);
                return (response.StatusCode, Body: await response.Content.ReadAsStringAsync());
            }));

            Assert.That(answers.Distinct(), Has.One.Items, path);
            Assert.That(answers[0].StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(await SumAsync(_api), Is.EqualTo(before + 1), path);
        }
    }

    [Test]
    public async Task Post_WhenTheServerStartsAgain_RemembersTheKeys([Values] bool isKilled)
    {
        var posts = await PrepareAllAsync(_api, IdempotentPosts.All);
        var answers = await PostAllAsync(_api, posts);
        await EndAsync(_api, isKilled);
        await _api.StartAsync();

        var repeats = await PostAllAsync(_api, posts);

        Assert.That(repeats, Is.EqualTo(answers));
    }

    [TestCase(23, true)]
    [TestCase(25, false)]
    public async Task Post_WhenTheKeyIsOld_IsForgottenAfterADay(int hours, bool isRepeat)
    {
        var key = IdempotentPosts.NewKey();
        using var first = await _api.PostAsync("/users", new { username = "ada" }, key);
        await _api.ExecuteSqlAsync(Column == Column.Sqlite
            ? $"UPDATE idempotency_keys SET created_at = strftime('%Y-%m-%d %H:%M:%f000', created_at, '-{hours} hours')"
            : $"UPDATE idempotency_keys SET created_at = created_at - interval '{hours} hours'");

        using var second = await _api.PostAsync("/users", new { username = "ada" }, key);

        var ids = ((await first.ReadJsonAsync()).Text("id"), (await second.ReadJsonAsync()).Text("id"));
        Assert.That(ids.Item1 == ids.Item2, Is.EqualTo(isRepeat));
    }

    private static async Task<List<(string Path, object Body, (string Name, string Value) Key)>> PrepareAllAsync(
        ApiServer api, params string[] posts)
    {
        var prepared = new List<(string Path, object Body, (string Name, string Value) Key)>();
        foreach (var post in posts)
        {
            var (path, body) = await IdempotentPosts.PrepareAsync(api, post);
            prepared.Add((path, body, IdempotentPosts.NewKey()));
        }
        return prepared;
    }

    private static async Task<List<string>> PostAllAsync(
        ApiServer api, List<(string Path, object Body, (string Name, string Value) Key)> posts)
    {
        var answers = new List<string>();
        foreach (var (path, body, key) in posts)
        {
            using var response = await api.PostAsync(path, body, key);
            answers.Add(await response.Content.ReadAsStringAsync());
        }
        return answers;
    }

    private static async Task EndAsync(ApiServer api, bool isKilled)
    {
        if (isKilled)
        {
            await api.KillAsync();
            return;
        }
        api.Terminate();
        await api.WaitForExitAsync();
    }

    private static async Task<int> SumAsync(ApiServer api)
    {
        var stats = (await api.GetJsonAsync("/health")).GetProperty("stats");
        return stats.EnumerateObject().Sum(count => count.Value.GetInt32());
    }
}
