using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

internal sealed class LongRoomTests : PageTest
{
    private const int Many = 10_000;

    [Test]
    public async Task Room_WhenItHasTenThousandMessages_IsReadToItsBeginningAndStaysUsable()
    {
        var room = await Api.CreateRoomAsync();
        await FillAsync(room, Many);
        var ada = await EnterAsync("ada", room);

        Assert.That(await ada.Messages.CountAsync(), Is.LessThan(200), "only the newest at first");
        var longest = await ReadToTheBeginningAsync(ada);

        var expected = (await Api.ReadEventsAsync(room)).Select(e => e.GetProperty("content").GetString());
        Assert.That(
            await ada.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.message .text')].map(e => e.textContent)"),
            Is.EqualTo(expected));
        await ada.SayAsync("still here");
        await ada.HasSentAllAsync();
        await Expect(ada.Page.GetByText("still here")).ToBeInViewportAsync();
        await TestContext.Out.WriteLineAsync($"The longest frame while {Many} messages were scrolled through: {longest:F0} ms");
    }

    [Test]
    public async Task Room_WhenTenThousandMessagesArriveWhileItIsOpen_KeepsTheNewestAndReadsTheOthersAgain()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterAsync("ada", room);

        await FillAsync(room, Many);
        await Api.PostMessageAsync(room, await Api.CreateUserAsync("eve"), "the last one");
        await ada.SeesAsync("the last one");

        Assert.That(await ada.Messages.CountAsync(), Is.LessThan(600));
        var shown = await ada.Messages.CountAsync();
        await ada.Page.EvaluateAsync("() => { document.querySelector('#log').scrollTop = 0; }");
        await Expect(ada.Messages.Nth(shown + 50)).ToBeAttachedAsync();
        var texts = await ada.TextsAsync();
        Assert.That(
            texts, Is.EqualTo((await Api.ReadEventsAsync(room)).Select(e => e.GetProperty("content").GetString()).TakeLast(texts.Count)));
    }

    /// <summary>Scrolls to the top repeatedly, page by page. Returns the duration of the longest frame in milliseconds.</summary>
    private static Task<double> ReadToTheBeginningAsync(ChatPage page) => page.Page.EvaluateAsync<double>(
        """
        async () => {
          const [log, start] = [document.querySelector('#log'), document.querySelector('#log-start')];
          const nextFrame = () => new Promise(requestAnimationFrame);
          let [longest, before] = [0, await nextFrame()];
          const deadline = before + 120_000;
          while (!start.textContent.includes('begins')) {
            if (before > deadline) throw new Error(`It stopped at ${log.querySelectorAll('.message').length} messages: ${start.textContent}`);
            log.scrollTop = 0;
            const now = await nextFrame();
            [longest, before] = [Math.max(longest, now - before), now];
          }
          return longest;
        }
        """);

    /// <summary>Posts messages of three users over HTTP, many of them concurrently.</summary>
    private static async Task FillAsync(Guid room, int count)
    {
        TestUser[] users = [await Api.CreateUserAsync("bob"), await Api.CreateUserAsync("eve"), await Api.CreateUserAsync("joe")];
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) => await Api.PostMessageAsync(room, users[i / 3 % 3], $"message {i}"));
    }
}
