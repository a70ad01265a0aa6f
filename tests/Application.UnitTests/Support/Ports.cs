using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Support;

/// <summary>Mocks of ports that many handlers need.</summary>
internal static class Ports
{
    public static IRoomDirectory Knowing(params Room[] rooms)
    {
        var directory = new Mock<IRoomDirectory>();
        foreach (var room in rooms)
            directory.Setup(d => d.FindAsync(room.Id, It.IsAny<CancellationToken>())).ReturnsAsync(room);
        return directory.Object;
    }

    public static IUserDirectory Knowing(params User[] users)
    {
        var directory = new Mock<IUserDirectory>();
        foreach (var user in users)
            directory.Setup(d => d.FindAsync(user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(user);
        return directory.Object;
    }

    /// <summary>Creates a unit of work that calls <paramref name="saving"/> before each save.</summary>
    public static Mock<IUnitOfWork> UnitOfWork<TAnswer>(Action? saving = null)
    {
        var unitOfWork = new Mock<IUnitOfWork>();
        unitOfWork
            .Setup(u => u.SaveChangesAsync(It.IsAny<Func<TAnswer>>(), It.IsAny<CancellationToken>()))
            .Returns((Func<TAnswer> answer, CancellationToken _) =>
            {
                saving?.Invoke();
                return Task.FromResult(answer());
            });
        return unitOfWork;
    }
}
