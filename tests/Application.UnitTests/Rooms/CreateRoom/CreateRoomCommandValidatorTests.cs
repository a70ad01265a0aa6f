using VideoChat.Application.Rooms.CreateRoom;

namespace VideoChat.Application.UnitTests.Rooms.CreateRoom;

public sealed class CreateRoomCommandValidatorTests
{
    private readonly CreateRoomCommandValidator _validator = new();

    [TestCase(2)]
    [TestCase(100)]
    public void Validate_WhenTheLengthIsAtALimit_Agrees(int length)
    {
        var result = _validator.Validate(new CreateRoomCommand(new string('x', length)));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase("  General chat\n")]
    [TestCase("日本語 <b>&amp;</b>")]
    public void Validate_WhenTheNameIsGoodOnceTrimmed_Agrees(string name)
    {
        var result = _validator.Validate(new CreateRoomCommand(name));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(101)]
    public void Validate_WhenTheLengthIsBeyondALimit_NamesTheName(int length)
    {
        var result = _validator.Validate(new CreateRoomCommand(new string('x', length)));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Name" }));
    }

    [TestCase(0x0000)]
    [TestCase('\n')]
    [TestCase(0x007F)]
    [TestCase(0x0085)]
    [TestCase(0xD83D)]
    public void Validate_WhenACharacterIsNotAllowed_NamesTheName(int character)
    {
        var result = _validator.Validate(new CreateRoomCommand($"ab{(char)character}cd"));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Name" }));
    }

    [TestCase("    ")]
    [TestCase(" a ")]
    public void Validate_WhenTooLittleIsLeftOnceTrimmed_NamesTheName(string name)
    {
        var result = _validator.Validate(new CreateRoomCommand(name));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Name" }));
    }
}
