using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Bunny;
using VideoChat.Api.FunctionalTests.Webhooks;
using YamlDotNet.Serialization;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The dashboard and the alerts match the metrics of a server with traffic.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class DashboardTests
{
    private const string RuleTests = "tests/Api.FunctionalTests/Observability/alerts.test.yml";

    /// <summary>The units of Grafana that the dashboard uses.</summary>
    private static readonly string[] Units = ["short", "s", "bytes", "ops", "reqps", "percentunit", "bool_yes_no"];

    /// <summary>Names that Prometheus adds.</summary>
    private static readonly string[] OfPrometheus = ["up", "instance", "job", "le"];

    private static readonly AlertFile Alerts = new DeserializerBuilder()
        .IgnoreUnmatchedProperties().Build()
        .Deserialize<AlertFile>(File.ReadAllText(RepositoryFile.Of("docs/operations/alerts.yml")));

    [Test]
    public async Task Expressions_WhenThereWasTraffic_NameWhatIsThere()
    {
        PostgresDatabase.IgnoreWithoutServer();
        await using var database = await PostgresDatabase.CreateAsync();
        (string Key, string Value)[] shared =
        [
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString),
            ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()),
        ];
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await BunnyServer.StartAsync([.. WebhookServer.Settings, .. shared]);
        await MakeTrafficAsync(server, receiver, shared);
        var expressions = ReadDashboard().Concat(Alerts.Rules.Select(alert => alert.Expr)).ToList();
        var names = expressions.SelectMany(NamesOf).Except(OfPrometheus).ToHashSet();

        var metrics = await Metrics.ReadAsync(server.Api);
        // Machines that share PostgreSQL and store videos at Bunny.net have no disk to measure.
        var onDisk = (await Metrics.ReadAsync(SharedServer.Api)).Names.Where(name => name.StartsWith("videochat_storage_", StringComparison.Ordinal));

        Assert.That(names, Has.Count.GreaterThan(20));
        Assert.That(names.Except(metrics.Names).Except(onDisk), Is.Empty, "names");
        Assert.That(expressions.SelectMany(LabelsOf).Where(label => !metrics.HasLabel(label.Name, label.Text)), Is.Empty, "labels");
    }

    [Test]
    public void Alerts_Always_SayWhatHappenedAndHowBadItIs()
    {
        Assert.That(Alerts.Rules, Has.Count.GreaterThan(10));
        Assert.That(Alerts.Rules.Select(alert => alert.Alert), Is.Unique.And.All.Match("^[A-Z][A-Za-z]+$"));
        Assert.That(Alerts.Rules.Select(alert => alert.Labels["severity"]), Is.All.EqualTo("page").Or.EqualTo("ticket"));
        Assert.That(Alerts.Rules.Select(alert => alert.Annotations["summary"]), Is.All.Not.Empty);
    }

    [Test]
    public void Runbook_Always_HasAPartForEachAlertAndForNothingElse()
    {
        var headings = File.ReadLines(RepositoryFile.Of("docs/operations/runbook.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);

        Assert.That(headings, Is.EqualTo(Alerts.Rules.Select(alert => alert.Alert)));
    }

    [TestCase("check rules --lint-fatal", "docs/operations/alerts.yml")]
    [TestCase("check config --syntax-only --lint-fatal", "deploy/prometheus/prometheus.yml")]
    [TestCase("test rules", RuleTests)]
    public Task Promtool_WithTheScrapeAndTheRules_FindsNoFault(string command, string file) =>
        CheckAsync([.. command.Split(' '), RepositoryFile.Of(file)]);

    [Test]
    public void RuleTests_Always_LetEachAlertFire()
    {
        var tests = new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<RuleTestFile>(File.ReadAllText(RepositoryFile.Of(RuleTests)));

        Assert.That(
            tests.Tests.SelectMany(test => test.Rules).Where(rule => rule.Expected.Count > 0).Select(rule => rule.Alert),
            Is.EquivalentTo(Alerts.Rules.Select(alert => alert.Alert)));
    }

    [Test]
    public async Task Promtool_WithTheExpressionsOfTheDashboard_FindsNoFault()
    {
        var rules = ReadDashboard().Select((expression, number) => new
        {
            record = $"panel:{number}",
            // The variables are replaced, as Grafana does.
            expr = expression.Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal),
        });
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "dashboard.yml");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { groups = new[] { new { name = "dashboard", rules } } }));

        await CheckAsync("check", "rules", "--lint-fatal", file);
    }

    [Test]
    public void Dashboard_Always_IsSuchAsGrafanaImports()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(RepositoryFile.Of("docs/operations/dashboard.json")));
        var variables = json.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().Select(one => one.Text("name")).ToList();
        var panels = json.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var graphs = panels.Where(panel => panel.Text("type") == "timeseries").ToList();
        var targets = graphs.Select(panel => panel.GetProperty("targets").EnumerateArray().ToList()).ToList();
        var lines = graphs.SelectMany(LinesOf).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.Text("uid"), Has.Length.InRange(1, 40));
            Assert.That(json.RootElement.GetProperty("schemaVersion").GetInt32(), Is.InRange(36, 41));
            Assert.That(panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);
            Assert.That(panels.Select(panel => panel.Text("type")), Is.All.AnyOf("row", "timeseries"));
            Assert.That(panels.Select(panel => panel.Text("title")), Is.All.Not.Empty);
            Assert.That(targets.Select(queries => queries.Select(query => query.Text("refId"))), Is.All.Unique.And.All.Not.Empty, "names of queries");
            Assert.That(targets.SelectMany(queries => queries).Select(query => query.Text("legendFormat")), Is.All.Not.Empty, "names of lines");
            Assert.That(lines.Select(line => line.Unit), Is.All.AnyOf(Units), "units");
            Assert.That(lines.Where(line => Time().IsMatch(line.Expression) != (line.Unit == "s")), Is.Empty, "times, and what is shown as one");
            Assert.That(lines.Where(line => line.Expression.Contains("_bytes{", StringComparison.Ordinal) != (line.Unit == "bytes")), Is.Empty, "sizes");
            Assert.That(graphs.Select(panel => panel.GetProperty("datasource").Text("uid")), Is.All.EqualTo("${datasource}"));
            Assert.That(
                Variable().Matches(json.RootElement.GetRawText()).Select(match => match.Groups["name"].Value)
                    .Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Distinct(),
                Is.SubsetOf(variables));
            Assert.That(panels.SelectMany(CellsOf), Is.Unique.And.All.Matches<(int X, int Y)>(cell => cell.X is >= 0 and < 24), "no panel lies on another");
        });
    }

    /// <summary>Returns the expressions of a panel, each with its own unit or that of the panel.</summary>
    private static IEnumerable<(string Expression, string Unit)> LinesOf(JsonElement panel)
    {
        var config = panel.GetProperty("fieldConfig");
        var own = (
            from line in config.GetProperty("overrides").EnumerateArray()
            from property in line.GetProperty("properties").EnumerateArray()
            where property.Text("id") == "unit"
            select (Query: line.GetProperty("matcher").Text("options")!, Unit: property.Text("value")!)).ToDictionary();
        return panel.GetProperty("targets").EnumerateArray().Select(
            query => (query.Text("expr")!, own.GetValueOrDefault(query.Text("refId")!, config.GetProperty("defaults").Text("unit")!)));
    }

    /// <summary>Returns the cells that a panel covers in Grafana's grid of 24 columns.</summary>
    private static IEnumerable<(int X, int Y)> CellsOf(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        int Of(string member) => place.GetProperty(member).GetInt32();
        return
            from x in Enumerable.Range(Of("x"), Of("w"))
            from y in Enumerable.Range(Of("y"), Of("h"))
            select (x, y);
    }

    private static async Task CheckAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("promtool is not installed; it comes with Prometheus.");
        }
        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero, output);
        }
    }

    private static async Task MakeTrafficAsync(
        BunnyServer server, WebhookReceiver receiver, (string Key, string Value)[] shared)
    {
        var api = server.Api;
        var (room, listener) = await server.OpenRoomAsync();
        await using var _ = listener;
        var ada = await api.CreateUserAsync();
        await api.CreateWebhookAsync(receiver.UrlOf("/dashboard"), room);
        await api.PostMessageAsync(room, ada, "hello");
        await listener.ReceiveAsync("message");
        using var upload = await api.PostAsync($"/rooms/{room}/video-upload", new { title = "x" });
        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)).Names.IsSupersetOf(
                ["videochat_webhook_attempt_duration_seconds_count", "videochat_backplane_lag_seconds_count"]),
            "the partner was called and the backplane is up");
        await using var other = await ApiServer.StartAsync(shared);
        await other.PostMessageAsync(room, ada, "hello from another machine");
        await listener.ReceiveAsync("message");
        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)).Names.Contains("videochat_delivery_remote_lag_seconds_count"), "its news were measured");
    }

    private static List<string> ReadDashboard()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(RepositoryFile.Of("docs/operations/dashboard.json")));
        return [..
            from panel in json.RootElement.GetProperty("panels").EnumerateArray()
            where panel.TryGetProperty("targets", out _)
            from target in panel.GetProperty("targets").EnumerateArray()
            select target.Text("expr")];
    }

    private static IEnumerable<string> NamesOf(string expression) =>
        Metric().Matches(Grouping().Replace(Matchers().Replace(expression, ""), "")).Select(match => match.Value);

    /// <summary>Returns the labels that an expression selects or groups by, with the value if it selects one.</summary>
    private static IEnumerable<(string Name, string Text)> LabelsOf(string expression)
    {
        var selected =
            from metric in Matchers().Matches(expression)
            from label in Label().Matches(metric.Groups["labels"].Value)
            select (Name: metric.Groups["name"].Value, Label: label.Groups["label"].Value, Value: label.Groups["value"].Value);
        var grouped =
            from grouping in Grouping().Matches(expression)
            from label in grouping.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)
            select (Name: Metric().Match(expression, grouping.Index + grouping.Length).Value, Label: label, Value: "");
        return
            from wanted in selected.Concat(grouped)
            where !OfPrometheus.Contains(wanted.Label)
            select (wanted.Name, wanted.Label + "=\"" + wanted.Value);
    }

    [GeneratedRegex(@"\bup\b|\b(videochat|http|kestrel|dotnet|process)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"_seconds(_bucket)?\{")]
    private static partial Regex Time();

    [GeneratedRegex(@"\$\{?(?<name>\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<=(?<name>\w+))\{(?<labels>[^}]*)\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"(?<label>\w+)\s*(=""(?<value>[^""]*"")|=~|!~|!=)")]
    private static partial Regex Label();

    private sealed class RuleTestFile
    {
        [YamlMember(Alias = "tests")]
        public List<RuleTest> Tests { get; set; } = [];
    }

    private sealed class RuleTest
    {
        [YamlMember(Alias = "alert_rule_test")]
        public List<RuleCheck> Rules { get; set; } = [];
    }

    private sealed class RuleCheck
    {
        [YamlMember(Alias = "alertname")]
        public string Alert { get; set; } = "";

        [YamlMember(Alias = "exp_alerts")]
        public List<object> Expected { get; set; } = [];
    }

    private sealed class AlertFile
    {
        [YamlMember(Alias = "groups")]
        public List<Group> Groups { get; set; } = [];

        public List<Rule> Rules => [.. Groups.SelectMany(group => group.Rules)];
    }

    private sealed class Group
    {
        [YamlMember(Alias = "rules")]
        public List<Rule> Rules { get; set; } = [];
    }

    private sealed class Rule
    {
        [YamlMember(Alias = "alert")]
        public string Alert { get; set; } = "";

        [YamlMember(Alias = "expr")]
        public string Expr { get; set; } = "";

        [YamlMember(Alias = "labels")]
        public Dictionary<string, string> Labels { get; set; } = [];

        [YamlMember(Alias = "annotations")]
        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
