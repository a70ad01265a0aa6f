using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class NotFoundExceptionTests
{
    [Test]
    public void Message_WhenSomethingIsNamed_SaysThatItWasNotFound()
    {
        var exception = new NotFoundException("Room");

        Assert.That(exception.Message, Is.EqualTo("Room not found"));
    }
}
