using System.Reflection;

namespace VideoChat.Application.Common;

public static class Product
{
    public const string Name = "VideoChat";

    /// <summary>The version that <c>Directory.Build.props</c> sets for all assemblies.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
