using System.Globalization;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>A snapshot of <c>/metrics</c>: a value for each name and its labels.</summary>
internal sealed class Metrics(IReadOnlyList<(string Name, string Labels, double Value)> series)
{
    public IReadOnlySet<string> Names { get; } = series.Select(one => one.Name).ToHashSet();

    public IReadOnlyList<string> Labels { get; } = [.. series.Select(one => one.Labels)];

    public static async Task<Metrics> ReadAsync(ApiServer api)
    {
        using var response = await api.GetAsync("/metrics");
        response.EnsureSuccessStatusCode();
        return Parse(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the server has read the headers of a POST and is processing it.</summary>
    public static Task WaitForPostAsync(ApiServer api) => Eventually.BeTrueAsync(
        async () => (await ReadAsync(api)).Sum("http_server_active_requests", "\"POST\"") > 0, "a POST is in progress");

    public static Metrics Parse(string text) => new([..
        from line in text.Split('\n')
        where line.Length > 0 && !line.StartsWith('#')
        let end = line.LastIndexOf(' ')
        let name = line[..end]
        let brace = name.IndexOf('{', StringComparison.Ordinal)
        select (
            brace < 0 ? name : name[..brace],
            brace < 0 ? "" : name[brace..],
            double.Parse(line[(end + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture))]);

    /// <summary>Returns the labels of each series with the name.</summary>
    public IEnumerable<string> LabelsOf(string name) => series.Where(one => one.Name == name).Select(one => one.Labels);

    /// <summary>
    /// Determines whether a metric has a label. The text is the label's name and <c>="</c>, optionally followed by its value and a
    /// quote.
    /// </summary>
    public bool HasLabel(string name, string text) => LabelsOf(name).Any(labels =>
        labels.Contains('{' + text, StringComparison.Ordinal) || labels.Contains(',' + text, StringComparison.Ordinal));

    /// <summary>Returns the sum of all series with the name whose labels contain the text.</summary>
    public double Sum(string name, string label = "")
    {
        Assert.That(Names, Has.Member(name));
        return series.Where(one => one.Name == name && one.Labels.Contains(label, StringComparison.Ordinal)).Sum(one => one.Value);
    }
}
