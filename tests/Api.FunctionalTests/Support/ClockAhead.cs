using System.Runtime.Loader;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Api.FunctionalTests.Support;

[assembly: HostingStartup(typeof(ClockAhead))]

namespace VideoChat.Api.FunctionalTests.Support
{
    /// <summary>Sets a server's clock an hour ahead. The server loads this assembly, and the assembly replaces the clock.</summary>
    internal sealed class ClockAhead : IHostingStartup
    {
        public static readonly TimeSpan By = TimeSpan.FromHours(1);

        /// <summary>The settings that make a server load this assembly.</summary>
        public static (string Key, string Value)[] Settings =>
        [
            ("DOTNET_STARTUP_HOOKS", typeof(ClockAhead).Assembly.Location),
            ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(ClockAhead).Assembly.GetName().Name!),
        ];

        public void Configure(IWebHostBuilder builder) =>
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider, Clock>());

        private sealed class Clock : TimeProvider
        {
            public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
        }
    }
}

/// <summary>The runtime finds this class by its name and calls it before the server starts.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var folder = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
