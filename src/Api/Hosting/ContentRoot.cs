namespace VideoChat.Api.Hosting;

/// <summary>
/// Finds the content root, the base of relative paths in settings. The default of ASP.NET Core is the current folder, so the
/// location of the database would depend on where the process is started.
/// </summary>
internal static class ContentRoot
{
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ContentRootPath = IsConfigured(args) ? null : Find(AppContext.BaseDirectory),
    };

    /// <summary>
    /// Returns the nearest folder that contains <c>wwwroot</c>: the program's folder if published, or the project's folder during
    /// development.
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
