using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class BoundedCacheTests
{
    private readonly BoundedCache<string, string> _cache = new(maxSize: 10);

    [SetUp]
    public void Empty()
    {
        foreach (var key in new[] { "a", "b", "c" })
            _cache.Remove(key);
    }

    [Test]
    public void TryGet_WhenNothingWasSet_FindsNothing()
    {
        Assert.That(_cache.TryGet("a", out _), Is.False);
    }

    [Test]
    public void Set_WhenTheBoundIsPassed_ForgetsWhatWasNotUsedForLongest()
    {
        _cache.Set("a", "one", 4);
        _cache.Set("b", "two", 4);
        _cache.TryGet("a", out _);

        _cache.Set("c", "three", 4);

        Assert.That(_cache.TryGet("a", out var a) && _cache.TryGet("c", out _), Is.True);
        Assert.That(a, Is.EqualTo("one"));
        Assert.That(_cache.TryGet("b", out _), Is.False);
    }

    [Test]
    public void Set_WhenTheKeyHasAValue_TakesItsPlaceAndItsSize()
    {
        _cache.Set("a", "one", 9);
        _cache.Set("a", "two", 2);

        _cache.Set("b", "three", 8);

        Assert.That(_cache.TryGet("a", out var value) && _cache.TryGet("b", out _), Is.True);
        Assert.That(value, Is.EqualTo("two"));
    }

    [Test]
    public void Set_WhenTheValueAloneIsTooLarge_KeepsNothingOfTheKey()
    {
        _cache.Set("a", "one", 1);

        _cache.Set("a", "two", 11);

        Assert.That(_cache.TryGet("a", out _), Is.False);
    }
}
