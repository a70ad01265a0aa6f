using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>Compares a room's log with what its clients received.</summary>
internal static class LogAssert
{
    /// <summary>Asserts that the log is numbered 1, 2, 3 … and contains each entry once.</summary>
    public static void IsWhole(IReadOnlyList<JsonElement> log)
    {
        Assert.That(log.Select(Frames.Seq), Is.EqualTo(Enumerable.Range(1, log.Count).Select(i => (long)i)), "seq has no gaps");
        Assert.That(log.Select(Id).Distinct().Count(), Is.EqualTo(log.Count), "every id is in the log once");
    }

    /// <summary>Asserts that the frames have no gaps or duplicates, and that each is in the log.</summary>
    public static void HasSeen(IReadOnlyList<JsonElement> log, IReadOnlyList<JsonElement> frames)
    {
        if (frames.Count == 0)
            return;
        var first = frames[0].Seq();
        Assert.That(frames.Select(Frames.Seq), Is.EqualTo(Enumerable.Range(0, frames.Count).Select(i => first + i)), "frames arrive in order");
        Assert.That(frames.All(frame => frame.Seq() <= log.Count && JsonElement.DeepEquals(frame, log[(int)frame.Seq() - 1])), Is.True, "frames are in the log");
    }

    /// <summary>Asserts that each response is in the log.</summary>
    public static void HasAnswered(IReadOnlyList<JsonElement> log, IEnumerable<JsonElement> answers) => Assert.That(
        answers.All(answer => answer.Seq() <= log.Count
            && Id(log[(int)answer.Seq() - 1]) == Id(answer)
            && log[(int)answer.Seq() - 1].Content() == answer.Content()),
        Is.True, "answers are in the log");

    /// <summary>Asserts that each sender's messages are in the order in which they were sent, by the number at their end.</summary>
    public static void KeepsTheOrderOfSenders(IReadOnlyList<JsonElement> log)
    {
        foreach (var sender in log.Select(Frames.Content).GroupBy(content => content[..content.LastIndexOf(' ')]))
        {
            var numbers = sender
                .Select(content => int.Parse(content[(content.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture))
                .ToList();
            Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, numbers.Count)), $"the messages of {sender.Key} are in order");
        }
    }

    private static Guid Id(JsonElement json) => json.GetProperty("id").GetGuid();
}
