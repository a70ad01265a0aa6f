namespace VideoChat.Api.Hosting;

/// <summary>
/// Finds the folder that <c>wwwroot</c>, <c>appsettings.json</c> and relative paths of settings belong to. The framework takes the
/// current folder, which for a service is any: the page and the database would depend on where the process was started.
/// </summary>
internal static class ContentRoot
{
    /// <summary>What was asked for with <c>--contentRoot</c> or <c>ASPNETCORE_CONTENTROOT</c> stands; else the program's folder.</summary>
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ContentRootPath = IsConfigured(args) ? null : Find(AppContext.BaseDirectory),
    };

    /// <summary>
    /// The nearest folder with a <c>wwwroot</c>, from the program's own upwards: its own when published, the project's when it was
    /// only built, into <c>bin</c>.
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
