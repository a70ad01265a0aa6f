using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>The tour of the README, in the terminals and the order of the page.</summary>
internal sealed class ReadmeTests
{
    private const string Tour = "The same in three terminals";

    [Test]
    public async Task Tour_InThreeTerminals_ShowsWhatThePageShows()
    {
        await using var reader = ServerPage.Open("README.md");
        var (commands, outputs) = (reader.Commands(Tour), reader.Outputs(Tour));
        await ServerPage.StartAsync(reader, reader.Commands("VideoChat")[0]);
        var (ada, bob) = (reader.At("ada"), reader.At("bob"));

        var printed = await reader.RunAsync(commands[0]);
        var enter = printed.Split('\n')[^1];
        ada.Type(reader.Adapt(commands[1]));
        await ada.SeeAsync("ada joined the chat");
        bob.Type(enter);
        await ada.SeeAsync("bob joined the chat");
        ada.Type("hello bob");
        await bob.SeeAsync("hello bob");
        bob.Type("hi ada");
        await ada.SeeAllAsync(outputs[0]);

        await bob.InterruptAsync();
        await ada.SeeAsync("\"type\":\"user_left\"");
        ada.Type("are you there?");
        ada.Type("bob?");
        await ada.SeeAsync("\"content\":\"bob?\"");
        bob.Type(enter.TrimEnd('\'') + "?after=2'");
        await bob.SeeAllAsync(outputs[1]);

        await ada.InterruptAsync();
        ada.Type(reader.Adapt(commands[2]));
        ada.Type("echo"); // The body ends without a line break.
        await ada.SeeAllAsync(outputs[2]);
        reader.AssertHasReadAll();
    }
}
