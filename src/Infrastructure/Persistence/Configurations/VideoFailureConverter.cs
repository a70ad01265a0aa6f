using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

/// <summary>
/// Stores a failure by name. During an update, a newer version may store a name that this version does not know; it is read as
/// <see cref="VideoFailure.ProviderFailed"/>.
/// </summary>
internal sealed class VideoFailureConverter()
    : ValueConverter<VideoFailure, string>(failure => failure.ToString(), name => Parse(name))
{
    private static VideoFailure Parse(string name) =>
        Enum.TryParse<VideoFailure>(name, out var failure) ? failure : VideoFailure.ProviderFailed;
}
