using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

// Converts failures to their names. During an update, a newer version may store a name that this version does not know. Such a name
// is read as a provider failure.
internal sealed class VideoFailureConverter()
    : ValueConverter<VideoFailure, string>(failure => failure.ToString(), name => Parse(name))
{
    private static VideoFailure Parse(string name) =>
        Enum.TryParse<VideoFailure>(name, out var failure) ? failure : VideoFailure.ProviderFailed;
}
