using System.Diagnostics;
using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Requests;

/// <summary>Tests when a request stops counting. Each test has a separate server with a short window.</summary>
public sealed class RequestWindowTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Refusal_UntilTheVeryEnd_NeverHasARetryAfterOfZero()
    {
        await using var api = await StartAsync(requests: 1, windowSeconds: 1);
        using var first = await api.GetAsync("/users");

        var waits = new List<string>();
        await Eventually.BeTrueAsync(
            async () =>
            {
                using var response = await api.GetAsync("/users");
                if (response.StatusCode == HttpStatusCode.TooManyRequests)
                    waits.Add(response.Header("Retry-After")!);
                return response.IsSuccessStatusCode;
            },
            "a request is allowed again");

        Assert.That(waits, Has.All.EqualTo("1"));
    }

    /// <summary>
    /// Sends two requests, the second half a window after the first. A fixed window would allow two more at its end. The sliding window
    /// counts the second one for a full window.
    /// </summary>
    [Test]
    public async Task Window_Always_Slides()
    {
        var window = TimeSpan.FromSeconds(2);
        await using var api = await StartAsync(requests: 2, windowSeconds: 2);
        var firstSent = Stopwatch.GetTimestamp();
        using var first = await api.GetAsync("/users");
        await PassOnServerAsync(api, window / 2);
        var secondSent = Stopwatch.GetTimestamp();
        using var second = await api.GetAsync("/users");

        await AllowedAsync(api);
        var thirdAfterFirst = Stopwatch.GetElapsedTime(firstSent);
        await AllowedAsync(api);
        var fourthAfterSecond = Stopwatch.GetElapsedTime(secondSent);

        Assert.That(thirdAfterFirst, Is.GreaterThanOrEqualTo(window));
        Assert.That(fourthAfterSecond, Is.GreaterThanOrEqualTo(window));
    }

    [Test]
    public async Task Refusals_InAnyNumber_DoNotDelayTheNextRequest()
    {
        await using var api = await StartAsync(requests: 1, windowSeconds: 3);
        using var first = await api.GetAsync("/users");

        var refusals = 0;
        await Eventually.BeTrueAsync(
            async () =>
            {
                using var response = await api.GetAsync("/users");
                refusals += response.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
                return response.IsSuccessStatusCode;
            },
            "a request is allowed although refused ones never stop");

        Assert.That(refusals, Is.GreaterThan(0));
    }

    private Task<ApiServer> StartAsync(int requests, int windowSeconds) => StartServerAsync(
        ("RateLimiting__Enabled", "true"),
        ("RateLimiting__Requests", $"{requests}"),
        ("RateLimiting__WindowSeconds", $"{windowSeconds}"));

    private static Task AllowedAsync(ApiServer api) => Eventually.BeTrueAsync(
        async () =>
        {
            using var response = await api.GetAsync("/users");
            return response.IsSuccessStatusCode;
        },
        "a request is allowed");

    /// <summary>Polls the server's clock until the time has passed. These requests do not count.</summary>
    private static async Task PassOnServerAsync(ApiServer api, TimeSpan time)
    {
        var end = await NowAsync() + time;
        await Eventually.BeTrueAsync(async () => await NowAsync() >= end, "time has passed");

        async Task<DateTimeOffset> NowAsync() =>
            (await api.GetJsonAsync("/health")).GetProperty("timestamp").Deserialize<DateTimeOffset>();
    }
}
