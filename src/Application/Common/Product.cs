using System.Reflection;

namespace VideoChat.Application.Common;

public static class Product
{
    public const string Name = "VideoChat";

    /// <summary>The version in <c>Directory.Build.props</c>.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
