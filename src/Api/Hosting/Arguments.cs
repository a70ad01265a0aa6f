using System.Reflection;
using VideoChat.Api.Addresses;
using VideoChat.Application.Common;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Handles commands such as <c>--version</c>. Rejects unknown command-line arguments, because .NET would ignore them.
/// </summary>
internal static class Arguments
{
    private const string Help = "--help", Version = "--version";

    private static readonly string Usage = $"""
        VideoChat {Product.Version}

        dotnet VideoChat.Api.dll [--Key=value …]         runs the server; docs/configuration.md lists the settings
        dotnet VideoChat.Api.dll {HealthCheck.Argument}          reports whether the server on this machine is ready
        dotnet VideoChat.Api.dll {BackupCommand.Argument} FILE [--Key=value …]
                                                         copies the SQLite database of a server with the same settings
        dotnet VideoChat.Api.dll {Version}
        dotnet VideoChat.Api.dll {Help}
        """;

    /// <summary>
    /// The settings of .NET that have no section (https://learn.microsoft.com/aspnet/core/fundamentals/host/web-host).
    /// </summary>
    private static readonly string[] HostKeys =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webRoot", "applicationName", "shutdownTimeoutSeconds", "detailedErrors",
        "captureStartupErrors", "preferHostingUrls", "suppressStatusMessages", "startupAssembly", "preventHostingStartup",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "ALLOWED_ORIGINS",
    ];

    private static readonly string[] Sections = ["Logging", "Kestrel", "ConnectionStrings", "hostBuilder", "HostOptions"];

    private static readonly string[] Prefixes = ["ASPNETCORE_", "DOTNET_", "OTEL_", "BUNNY_"];

    /// <summary>Runs a command and returns its exit code; returns null if the server must start.</summary>
    public static int? Answer(string[] args)
    {
        if (args is [Help or "-h" or "-?" or "/?"] or [Version])
        {
            Console.WriteLine(args[0] == Version ? $"VideoChat {Product.Version}" : Usage);
            return 0;
        }
        if (FindUnknown(args) is not { } unknown)
            return null;
        Console.Error.WriteLine($"VideoChat cannot start. {unknown}: there is no such argument; {Help} lists them.");
        return 1;
    }

    private static string? FindUnknown(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg == BackupCommand.Argument)
            {
                // A missing file name is not reported here, because BackupCommand reports it.
                if (BackupCommand.FileOf(args) is { Length: > 0 })
                    i++;
                continue;
            }
            var isSwitch = arg.StartsWith("--", StringComparison.Ordinal) || arg.StartsWith('/');
            var key = arg.TrimStart('-', '/').Split('=')[0];
            var hasValue = arg.Contains('=', StringComparison.Ordinal);
            if (!hasValue && (!isSwitch || ++i == args.Length))
                return arg;
            if ((arg.StartsWith('-') && !isSwitch) || !IsKey(key))
                return arg;
        }
        return null;
    }

    /// <summary>Determines whether a key is known. For a key with a section, only the section is checked here.</summary>
    private static bool IsKey(string key)
    {
        var root = key.Split(':')[0];
        return key.Contains(':', StringComparison.Ordinal)
            ? Sections.Concat(ListSections()).Contains(root, StringComparer.OrdinalIgnoreCase)
            : HostKeys.Concat(typeof(ServerOptions).GetProperties().Select(property => property.Name)).Contains(root, StringComparer.OrdinalIgnoreCase)
                || Prefixes.Any(prefix => root.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> ListSections() =>
        from assembly in (Assembly[])[typeof(ServerOptions).Assembly, typeof(CheckedOptions).Assembly, typeof(Product).Assembly]
        from type in assembly.GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        select section;
}
