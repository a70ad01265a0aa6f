using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

[Parallelizable(ParallelScope.All)]
public sealed class CreateRoomTests(Column column) : OnEachServer(column)
{
    [TestCase("ab")]
    [TestCase("General Chat")]
    [TestCase("<b>Küche & \"Bad\"</b>")]
    [TestCase("部屋")]
    [TestCase("😀")]
    [TestCase("a  b")]
    public async Task CreateRoom_WhenTheNameIsAllowed_KeepsIt(string name)
    {
        var room = await Api.PostJsonAsync("/rooms", new { name });

        Assert.That(room.Text("name"), Is.EqualTo(name));
        Assert.That(room.GetProperty("users").GetArrayLength(), Is.Zero);
    }

    [TestCase(100, true)]
    [TestCase(101, false)]
    [TestCase(1, false)]
    [TestCase(0, false)]
    public async Task CreateRoom_ByLength_AllowsTwoToAHundred(int length, bool isAllowed)
    {
        using var response = await Api.PostAsync("/rooms", new { name = new string('x', length) });

        Assert.That(response.IsSuccessStatusCode, Is.EqualTo(isAllowed));
    }

    [TestCase("  ")]
    [TestCase(" a ")]
    [TestCase("a\tb")]
    [TestCase("a\nb")]
    [TestCase("ab\u007f")]
    [TestCase("\u0001ab")]
    [TestCase("a\u0085b")]
    public async Task CreateRoom_WhenTheNameIsNotAllowed_IsRefused(string name)
    {
        using var response = await Api.PostAsync("/rooms", new { name });

        await Expect.ValidationErrorsAsync(response, "name");
    }

    [TestCase(" general ")]
    [TestCase("\u00a0general\u3000")]
    [TestCase("\r\n\tgeneral\t")]
    public async Task CreateRoom_WhenThereIsWhiteSpaceAtTheEnds_CutsItOff(string name)
    {
        var room = await Api.PostJsonAsync("/rooms", new { name });

        Assert.That(room.Text("name"), Is.EqualTo("general"));
    }

    [Test]
    public async Task CreateRoom_WhenTheNameIsTaken_CreatesAnother()
    {
        var first = await Api.CreateRoomAsync("double");

        var second = await Api.CreateRoomAsync("double");

        Assert.That(second, Is.Not.EqualTo(first));
    }
}
