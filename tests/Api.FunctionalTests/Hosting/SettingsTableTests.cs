using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using VideoChat.Api.Addresses;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.Observability;
using VideoChat.Application.Messages;
using VideoChat.Infrastructure;

namespace VideoChat.Api.FunctionalTests.Hosting;

/// <summary>The tables of docs/configuration.md list exactly the settings that the options have.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class SettingsTableTests
{
    private static readonly Assembly[] Layers = [typeof(ServerOptions).Assembly, typeof(CheckedOptions).Assembly, typeof(MessagesOptions).Assembly];

    private static readonly HashSet<string> Documented = ReadTable();

    [Test]
    public void Table_HasEverySetting() => Assert.That(ListSettings().Except(Documented), Is.Empty);

    [Test]
    public void Table_OfTheServersSections_HasNothingElse()
    {
        var settings = ListSettings().ToHashSet();
        var sections = settings.Where(key => key.Contains(':')).Select(SectionOf).ToHashSet();

        Assert.That(Documented.Where(key => key.Contains(':') && sections.Contains(SectionOf(key)) && !settings.Contains(key)), Is.Empty);
    }

    private static IEnumerable<string> ListSettings()
    {
        var sections = from type in Layers.SelectMany(layer => layer.GetTypes())
                       where type.Name.EndsWith("Options", StringComparison.Ordinal)
                       let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()
                       where section is not null
                       select (type, prefix: $"{section}:");
        return from options in sections.Append((typeof(ServerOptions), "")).Append((typeof(OtlpOptions), ""))
               from property in options.Item1.GetProperties()
               where property.SetMethod is { IsPublic: true }
               select options.Item2 + (property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name);
    }

    private static HashSet<string> ReadTable()
    {
        var keys = new HashSet<string>();
        foreach (var row in File.ReadLines(RepositoryFile.Of("docs/configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var section = "";
            foreach (Match name in KeyName().Matches(row.Split('|')[1]))
            {
                var key = name.Groups[1].Value;
                if (key.StartsWith(':'))
                    key = section + key;
                section = SectionOf(key);
                keys.Add(key);
            }
        }
        return keys;
    }

    private static string SectionOf(string key) => key.Split(':')[0];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex KeyName();
}
