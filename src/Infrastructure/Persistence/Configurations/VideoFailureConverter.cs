using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

// During an update, a newer version may store a failure that this version does not know. It is read as a provider failure.
internal sealed class VideoFailureConverter()
    : ValueConverter<VideoFailure, string>(failure => failure.ToString(), name => Parse(name))
{
    private static VideoFailure Parse(string name) =>
        Enum.TryParse<VideoFailure>(name, out var failure) ? failure : VideoFailure.ProviderFailed;
}
