using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace VideoChat.Infrastructure;

internal sealed record CheckedSection(string Name, Type Options)
{
    public IReadOnlyDictionary<string, Type> Settings { get; } = Options.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .ToDictionary(
            property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name,
            property => property.PropertyType,
            StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// Finds settings that no options class reads. The framework ignores a misspelled key and uses the default. In the application's
/// own sections, every unknown key is reported. Elsewhere, for example among environment variables, only keys that are similar to a
/// known key are reported.
/// </summary>
internal sealed class UnknownSettings(IConfiguration configuration, IEnumerable<CheckedSection> options)
{
    private static readonly string[] Foreign =
        ["Logging", "Kestrel", "ConnectionStrings", "HostBuilder", "HostOptions", "Metrics:EnabledMetrics"];

    private readonly List<CheckedSection> _options = [.. options];

    public IEnumerable<string> List()
    {
        var sections = _options.Where(section => section.Name.Length > 0).ToLookup(section => section.Name, StringComparer.OrdinalIgnoreCase);
        var roots = _options.Where(section => section.Name.Length == 0).SelectMany(section => section.Settings.Keys).ToList();
        return configuration.GetChildren().SelectMany(root => sections.Contains(root.Key)
            ? ListIn(root, sections[root.Key].SelectMany(section => section.Settings).DistinctBy(setting => setting.Key).ToDictionary(StringComparer.OrdinalIgnoreCase))
            : ListLikely(root, root.GetChildren().Any() ? [.. sections.Select(section => section.Key)] : roots));
    }

    private static IEnumerable<string> ListIn(IConfigurationSection section, Dictionary<string, Type> known)
    {
        foreach (var setting in section.GetChildren().Where(setting => !Foreign.Contains(setting.Path, StringComparer.OrdinalIgnoreCase)))
        {
            if (!known.TryGetValue(setting.Key, out var type))
                yield return $"{setting.Path}: there is no such setting; the nearest is {section.Path}:{Nearest(setting.Key, known.Keys)}.";
            else if (setting.GetChildren().Any() && TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
                yield return $"{setting.GetChildren().First().Path}: there is no such setting; {setting.Path} is one value.";
        }
    }

    private static IEnumerable<string> ListLikely(IConfigurationSection root, List<string> known)
    {
        if (known.Contains(root.Key, StringComparer.OrdinalIgnoreCase) || Foreign.Contains(root.Key, StringComparer.OrdinalIgnoreCase))
            yield break;
        var nearest = Nearest(root.Key, known);
        if (Distance(root.Key, nearest) <= nearest.Length / 5)
            yield return $"{root.GetChildren().FirstOrDefault()?.Path ?? root.Key}: there is no such setting; the nearest to {root.Key} is {nearest}.";
    }

    private static string Nearest(string name, IEnumerable<string> known) =>
        known.MinBy(other => Distance(name, other)) ?? "";

    private static int Distance(string one, string other)
    {
        (one, other) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1));
            }
        }
        return row[^1];
    }
}
