namespace VideoChat.Api.Hosting;

/// <summary>
/// Finds the folder of <c>wwwroot</c> and <c>appsettings.json</c>, the base of relative paths in settings. The framework's default is the
/// current folder, so the database would depend on where the process was started.
/// </summary>
internal static class ContentRoot
{
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ContentRootPath = IsConfigured(args) ? null : Find(AppContext.BaseDirectory),
    };

    /// <summary>
    /// Returns the nearest folder with a <c>wwwroot</c>, starting from the program's folder: that folder itself if published, the project's
    /// folder if built into <c>bin</c>.
    /// </summary>
    internal static string Find(string programFolder)
    {
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "wwwroot")))
                return folder.FullName;
        }
        return programFolder;
    }

    internal static bool IsConfigured(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("DOTNET_")
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddCommandLine(args)
        .Build()[HostDefaults.ContentRootKey] is not null;
}
