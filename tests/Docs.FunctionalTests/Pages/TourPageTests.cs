using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>docs/tour.md, in its three terminals and in the order of the page.</summary>
internal sealed class TourPageTests
{
    [Test]
    public async Task Tour_InThreeTerminals_ShowsWhatThePageShows()
    {
        await using var reader = ServerPage.OpenToServe("docs/tour.md");
        var commands = reader.Commands("Two users");
        await ServerPage.StartAsync(reader, reader.Commands("A tour in three terminals")[0]);
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
        await ada.SeeAllAsync(reader.Outputs("Two users")[0]);

        await bob.InterruptAsync();
        await ada.SeeAsync("\"type\":\"user_left\"");
        ada.Type("are you there?");
        ada.Type("bob?");
        await ada.SeeAsync("\"content\":\"bob?\"");
        bob.Type(enter.TrimEnd('\'') + "?after=2'");
        await bob.SeeAllAsync(reader.Outputs("Resume")[0]);

        await ada.InterruptAsync();
        ada.Type(reader.Adapt(reader.Commands("History")[0]));
        ada.Type("echo"); // The body ends without a line break.
        await ada.SeeAllAsync(reader.Outputs("History")[0]);
        reader.AssertHasReadAll();
    }
}
