using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

/// <summary>
/// Stores a failure by name. A name that only a newer version knows is read as <see cref="VideoFailure.ProviderFailed"/>, because both
/// versions run during an update.
/// </summary>
internal sealed class VideoFailureConverter()
    : ValueConverter<VideoFailure, string>(failure => failure.ToString(), name => Parse(name))
{
    private static VideoFailure Parse(string name) =>
        Enum.TryParse<VideoFailure>(name, out var failure) ? failure : VideoFailure.ProviderFailed;
}
