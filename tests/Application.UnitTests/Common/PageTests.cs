using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class PageTests
{
    [TestCase(0)]
    [TestCase(2)]
    [TestCase(3)]
    public void Cut_WhenNoMoreThanTheLimitWasFound_HasAllAndNoNext(int count)
    {
        var page = Page.Forward(Numbers(count), limit: 3, number => number);

        Assert.That(page.Items, Is.EqualTo(Numbers(count)));
        Assert.That(page.Next, Is.Null);
        Assert.That(page.Previous, Is.Null);
    }

    [Test]
    public void Cut_WhenMoreThanTheLimitWasFound_HasTheLimitAndTheKeyOfItsLast()
    {
        var page = Page.Forward(Numbers(4), limit: 3, number => number * 10);

        Assert.That(page.Items, Is.EqualTo(Numbers(3)));
        Assert.That(page.Next, Is.EqualTo("30"));
        Assert.That(page.Previous, Is.Null);
    }

    [Test]
    public void Select_WhenMapped_KeepsTheOrderAndTheCursors()
    {
        var page = new Page<int>([1, 2, 3], Next: "next", Previous: "previous");

        var mapped = page.Select(number => $"#{number}");

        Assert.That(mapped.Items, Is.EqualTo(new[] { "#1", "#2", "#3" }));
        Assert.That(mapped.Next, Is.EqualTo("next"));
        Assert.That(mapped.Previous, Is.EqualTo("previous"));
    }

    private static List<int> Numbers(int count) => [.. Enumerable.Range(1, count)];
}
