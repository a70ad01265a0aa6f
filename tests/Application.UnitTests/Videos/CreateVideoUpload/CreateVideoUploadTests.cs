using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.CreateVideoUpload;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Videos.CreateVideoUpload;

public sealed class CreateVideoUploadTests
{
    private static readonly Room Room = Some.Room();
    private static readonly User Ada = Some.User();

    private readonly Mock<IVideoGateway> _gateway = new();
    private readonly Mock<IVideoRepository> _videos = new();

    [Test]
    public async Task Handle_Always_OpensAnUploadAtTheProviderUnderItsId()
    {
        var id = Guid.NewGuid();
        var tus = new TusUpload("https://provider/tus", new Dictionary<string, string> { ["LibraryId"] = "1" });
        _gateway.Setup(g => g.CreateAsync("clip", It.IsAny<CancellationToken>())).ReturnsAsync(id);
        _gateway.Setup(g => g.GetTusUpload(id)).Returns(tus);

        var upload = await CreateAsync(Room.Id, " clip ");

        Assert.That(upload, Is.EqualTo(new VideoUploadDto(
            id, $"https://chat.example.com/upload-proxy/{id}", VideoStatus.Pending, "clip", tus)));
        _videos.Verify(v => v.Add(It.Is<Video>(video => video.Id == id && video.Title == "clip" && video.RoomId == Room.Id)));
    }

    [TestCase(null)]
    [TestCase("  ")]
    public async Task Handle_WhenTheTitleIsBlank_CallsItUntitled(string? title)
    {
        var upload = await CreateAsync(Room.Id, title);

        Assert.That(upload.Title, Is.EqualTo("Untitled"));
        _gateway.Verify(g => g.CreateAsync("Untitled", It.IsAny<CancellationToken>()));
    }

    [Test]
    public void Handle_WhenTheRoomIsUnknown_CallsNoProvider()
    {
        Assert.That(() => CreateAsync(Guid.NewGuid(), "clip"), Throws.InstanceOf<NotFoundException>());

        _gateway.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheCreatorIsNamed_KeepsThem()
    {
        await CreateAsync(Room.Id, "clip", Ada.Id);

        _videos.Verify(v => v.Add(It.Is<Video>(video => video.UserId == Ada.Id && video.Username == "ada")));
    }

    [Test]
    public void Handle_WhenTheCreatorIsUnknown_CallsNoProvider()
    {
        Assert.That(
            () => CreateAsync(Room.Id, "clip", Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));

        _gateway.VerifyNoOtherCalls();
    }

    [TestCase(200, 5_000, true)]
    [TestCase(201, 0, false)]
    [TestCase(0, 5_001, false)]
    public void Validate_HoldsTheLimits(int title, int description, bool isValid)
    {
        var command = new CreateVideoUploadCommand(
            Room.Id, null, new string('x', title), new string('y', description), new PublicAddress("http://localhost"));

        Assert.That(new CreateVideoUploadCommandValidator().Validate(command).IsValid, Is.EqualTo(isValid));
    }

    [TestCase("a\0b", null)]
    [TestCase(null, "a\0b")]
    public void Validate_WhenATextCannotBeStored_Refuses(string? title, string? description)
    {
        var command = new CreateVideoUploadCommand(Room.Id, null, title, description, new PublicAddress("http://localhost"));

        Assert.That(new CreateVideoUploadCommandValidator().Validate(command).IsValid, Is.False);
    }

    private Task<VideoUploadDto> CreateAsync(Guid roomId, string? title, Guid? userId = null)
    {
        var handler = new CreateVideoUploadCommandHandler(
            Ports.Knowing(Room), Ports.Knowing(Ada), _gateway.Object, _videos.Object, Ports.UnitOfWork<VideoUploadDto>().Object,
            Some.Clock());
        var command = new CreateVideoUploadCommand(roomId, userId, title, null, new PublicAddress("https://chat.example.com"));
        return handler.Handle(command, CancellationToken.None);
    }
}
