using VideoChat.Api.Http;

namespace VideoChat.Api.FunctionalTests.Http;

[Parallelizable(ParallelScope.All)]
public sealed class RoomSocketPathTests
{
    private const string Id = "01a9c0de-0000-7000-8000-000000000001";

    [TestCase("/ws/" + Id + "/" + Id)]
    [TestCase("/WS/" + Id + "/" + Id)]
    [TestCase("/ws/01A9C0DE-0000-7000-8000-000000000001/" + Id)]
    public void Parse_WhenBothIdsAreUuids_ReadsThem(string path)
    {
        Assert.That(RoomSocketPath.Parse(path), Is.EqualTo(new RoomSocketPath(Guid.Parse(Id), Guid.Parse(Id))));
    }

    [TestCase("general")]
    [TestCase("")]
    [TestCase("01a9c0de000070008000000000000001")]
    [TestCase("{01a9c0de-0000-7000-8000-00000000001}")]
    [TestCase("{" + Id + "}")]
    [TestCase(" " + Id)]
    [TestCase(Id + "0")]
    [TestCase(" 1a9c0de-0000-7000-8000-000000000001")]
    public void Parse_WhenAnIdIsNotAUuid_IsUnknown(string id)
    {
        Assert.That(RoomSocketPath.Parse($"/ws/{id}/{Id}"), Is.EqualTo(new RoomSocketPath(Guid.Empty, Guid.Parse(Id))));
    }

    [TestCase("/")]
    [TestCase("/ws")]
    [TestCase("/ws/" + Id)]
    [TestCase("/ws/" + Id + "/" + Id + "/")]
    [TestCase("/ws/" + Id + "/" + Id + "/more")]
    [TestCase("/api/ws/" + Id)]
    [TestCase("/wss/" + Id + "/" + Id)]
    public void Parse_WhenThePathIsAnother_IsNull(string path)
    {
        Assert.That(RoomSocketPath.Parse(path), Is.Null);
    }
}
