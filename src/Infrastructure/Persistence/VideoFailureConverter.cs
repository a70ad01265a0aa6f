using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Stores the name. A name of a newer version, which may run beside this one, is read as a failure without a reason.</summary>
internal sealed class VideoFailureConverter()
    : ValueConverter<VideoFailure, string>(failure => failure.ToString(), name => Parse(name))
{
    private static VideoFailure Parse(string name) =>
        Enum.TryParse<VideoFailure>(name, out var failure) ? failure : VideoFailure.ProviderFailed;
}
