namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>The blocks that cannot run in a test, or that another test runs, each with the reason.</summary>
internal static class NotRun
{
    private const string Docker = "needs Docker", Measures = "takes minutes, and must run alone", Diagram = "is a drawing",
        Collector = "needs another program that is not part of the repository", Backup = "is run by BackupTests";

    private static readonly (string Page, string Start, string Reason)[] Blocks =
    [
        ("CONTRIBUTING.md", "dotnet build", "builds the repository, and runs all tests"),
        ("README.md", "docker", Docker),
        ("docs/architecture.md", "", Diagram),
        ("docs/bunny.md", "export Bunny__LibraryId", "needs an account at Bunny.net"),
        ("docs/client.md", "npm ci --prefix src/Client && ", "is run by PackageTests"),
        ("docs/client.md", "import { openRoom", "is compiled by PackageTests"),
        ("docs/cluster.md", "Database__Provider", "is a list of settings"),
        ("docs/performance.md", "tools/LoadTests/compare.sh", Measures),
        ("docs/performance/write-path.md", "taskset", Measures),
        ("docs/performance.md", "dotnet run -c Release --project tools/Benchmarks", Measures),
        ("docs/scaling.md", "tools/LoadTests/scale.sh", Measures),
        ("docs/operations/backup.md", "dotnet VideoChat.Api.dll --backup", Backup),
        ("docs/operations/backup.md", "cp \"$FILE\"", Backup),
        ("docs/operations/backup.md", "pg_dump", Backup),
        ("docs/operations/backup.md", "pg_restore", Backup),
        ("docs/operations/backup.md", "docker", Docker),
        ("docs/operations/backup.md", "Storage__Path=/tmp/restored", "starts the program of a release; the tests start servers in the same way"),
        ("docs/operations/deploy.md", "docker", Docker),
        ("docs/operations/logs-and-traces.md", "OTEL_EXPORTER", Collector),
        ("docs/operations/logs-and-traces.md", "POST rooms", Diagram),
        ("docs/operations/metrics.md", "scrape_configs", Collector),
        ("docs/operations/runbook.md", "ss -Htn", "counts the connections of a server in production"),
        ("docs/operations/runbook.md", "dotnet tool install", Docker),
    ];

    public static bool Contains(Block block) =>
        Blocks.Any(listed => listed.Page == block.Page && block.Text.StartsWith(listed.Start, StringComparison.Ordinal)
            && (listed.Start.Length > 0 || block.Language is "" or "text"));

    /// <summary>Returns the entries without a matching block.</summary>
    public static IEnumerable<string> Stale(IReadOnlyList<Block> blocks) =>
        from listed in Blocks
        where !blocks.Any(block => block.Page == listed.Page && block.Text.StartsWith(listed.Start, StringComparison.Ordinal))
        select $"{listed.Page}: {listed.Start}";
}
