using System.Globalization;

namespace VideoChat.LoadTests;

/// <summary>The <c>--name value</c> pairs of a command line. An option that is never read is an error.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"\"{arguments[i]}\" is not an option.");
            var hasValue = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[arguments[i][2..]] = hasValue ? arguments[++i] : "true";
        }
    }

    public bool Flag(string name) => Text(name, "false") == "true";

    public string Text(string name, string otherwise) => _values.Remove(name, out var value) ? value : otherwise;

    public int Number(string name, int otherwise, int least = 1)
    {
        var text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UsageException($"--{name} takes a number, {least} or more.");
    }

    public Uri Server() => Servers() is [var only] ? only : throw new UsageException("--url takes one address here.");

    /// <summary>One server or several that serve the same rooms.</summary>
    public IReadOnlyList<Uri> Servers() => [.. Text("url", "http://127.0.0.1:8000").Split(',').Select(Address)];

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http"
        ? url
        : throw new UsageException("--url takes an http address.");

    /// <summary>Throws if an option was not read. Call it last.</summary>
    public void MustBeEmpty()
    {
        if (_values.Count > 0)
            throw new UsageException($"Unknown option --{_values.Keys.First()}. Run with --help.");
    }
}

internal sealed class UsageException(string message) : Exception(message);

internal sealed class MeasurementException(string message) : Exception(message);
