using System.Reflection;

namespace VideoChat.Application.Common;

public static class Product
{
    public const string Name = "VideoChat";

    /// <summary>As <c>Directory.Build.props</c> says, once for all projects.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
