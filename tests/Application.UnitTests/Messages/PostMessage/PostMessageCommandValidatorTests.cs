using Microsoft.Extensions.Options;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.PostMessage;

namespace VideoChat.Application.UnitTests.Messages.PostMessage;

public sealed class PostMessageCommandValidatorTests
{
    private readonly PostMessageCommandValidator _validator = new(Options.Create(new MessagesOptions()));

    [TestCase(1)]
    [TestCase(5_000)]
    public void Validate_WhenTheContentsLengthIsAtALimit_Agrees(int length)
    {
        var result = _validator.Validate(Command(new string('x', length)));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(0)]
    [TestCase(5_001)]
    public void Validate_WhenTheContentsLengthIsBeyondALimit_NamesTheContent(int length)
    {
        var result = _validator.Validate(Command(new string('x', length)));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Content" }));
    }

    [Test]
    public void Validate_WhenTheContentIsAtTheLimitInUtf16Units_CountsAsJavaScriptDoes()
    {
        var atLimit = string.Concat(Enumerable.Repeat("\U0001F600", 2_500));

        Assert.That(_validator.Validate(Command(atLimit)).IsValid, Is.True);
        Assert.That(_validator.Validate(Command(atLimit + "x")).IsValid, Is.False);
    }

    [Test]
    public void Validate_WhenOnlyTheWhiteSpaceAtTheEndsIsTooLong_Agrees()
    {
        var result = _validator.Validate(Command(new string(' ', 6_000) + "hello\n\n"));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(" ")]
    [TestCase("\t\r\n\u00A0\u3000")]
    public void Validate_WhenTheContentIsBlank_NamesTheContent(string content)
    {
        var result = _validator.Validate(Command(content));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Content" }));
    }

    [TestCase(0x0000)]
    [TestCase(0xD83D)]
    [TestCase(0xDE00)]
    public void Validate_WhenTheContentCannotBeStored_NamesTheContent(int character)
    {
        var result = _validator.Validate(Command($"a{(char)character}b"));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Content" }));
    }

    [TestCase(1)]
    [TestCase(64)]
    public void Validate_WhenTheClientIdsLengthIsAtALimit_Agrees(int length)
    {
        var result = _validator.Validate(Command("hello", new string('c', length)));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(0)]
    [TestCase(65)]
    public void Validate_WhenTheClientIdsLengthIsBeyondALimit_NamesTheClientId(int length)
    {
        var result = _validator.Validate(Command("hello", new string('c', length)));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "ClientId" }));
    }

    [TestCase(0x0000)]
    [TestCase(0xDE00)]
    public void Validate_WhenTheClientIdCannotBeStored_NamesTheClientId(int character)
    {
        var result = _validator.Validate(Command("hello", $"c{(char)character}"));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "ClientId" }));
    }

    [Test]
    public void Validate_WhenBothAreWrong_NamesBoth()
    {
        var result = _validator.Validate(Command("", ""));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EquivalentTo(new[] { "Content", "ClientId" }));
    }

    [Test]
    public void Validate_WhenAnotherLengthIsConfigured_HoldsToThatOne()
    {
        var validator = new PostMessageCommandValidator(Options.Create(new MessagesOptions { MaxLength = 10 }));

        Assert.That(validator.Validate(Command(new string('x', 10))).IsValid, Is.True);
        Assert.That(validator.Validate(Command(new string('x', 11))).IsValid, Is.False);
    }

    private static PostMessageCommand Command(string content, string? clientId = null) =>
        new(Guid.NewGuid(), Guid.NewGuid(), content, clientId);
}
