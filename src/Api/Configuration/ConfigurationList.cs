namespace VideoChat.Api.Configuration;

internal static class ConfigurationList
{
    /// <summary>Reads a list from an array (<c>Key:0</c>, <c>Key:1</c>) or from a string separated by commas.</summary>
    public static IReadOnlyList<string> GetList(this IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var values = section.Value is { } text ? text.Split(',') : section.GetChildren().Select(child => child.Value ?? "");
        return [.. values.Select(value => value.Trim()).Where(value => value.Length > 0)];
    }
}
