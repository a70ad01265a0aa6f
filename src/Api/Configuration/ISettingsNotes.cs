using Microsoft.Extensions.Options;

namespace VideoChat.Api.Configuration;

/// <summary>The settings of one part of the server that the startup report mentions. Each is named with its key.</summary>
internal interface ISettingsNotes
{
    /// <summary>The features that are disabled.</summary>
    IEnumerable<string> ListOff() => [];

    /// <summary>The settings that are acceptable only in development.</summary>
    IEnumerable<string> ListOpen() => [];
}

internal static class SettingsNotesSetup
{
    /// <summary>Adds the notes of options to the startup report.</summary>
    public static IServiceCollection AddSettingsNotes<TOptions>(this IServiceCollection services)
        where TOptions : class, ISettingsNotes =>
        services.AddSingleton<ISettingsNotes>(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
}
