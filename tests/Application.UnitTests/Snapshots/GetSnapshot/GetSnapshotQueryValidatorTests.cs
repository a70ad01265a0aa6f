using VideoChat.Application.Snapshots.GetSnapshot;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.Snapshots.GetSnapshot;

public sealed class GetSnapshotQueryValidatorTests
{
    [TestCase(1)]
    [TestCase(100)]
    public void Validate_WhenTheLimitIsAtALimit_Agrees(int limit) => Assert.That(ListErrors(limit), Is.Empty);

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(101)]
    public void Validate_WhenTheLimitIsOutOfRange_SaysSo(int limit) =>
        Assert.That(ListErrors(limit), Is.EqualTo(["Limit must be between 1 and 100"]));

    private static IEnumerable<string> ListErrors(int limit) => new GetSnapshotQueryValidator()
        .Validate(new GetSnapshotQuery(Guid.NewGuid(), limit, new PublicAddress("http://localhost"))).Errors
        .Select(error => $"{error.PropertyName} {error.ErrorMessage}");
}
