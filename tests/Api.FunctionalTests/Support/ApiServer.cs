using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>
/// The built server as a process of its own, on a free port, with a folder and a database of its own that go when it goes.
/// It can be killed, stopped and started again on the same port, folder and database.
/// </summary>
internal sealed partial class ApiServer : IAsyncDisposable
{
    private const string DatabaseFile = "videochat.db";

    /// <summary>
    /// For a server that works hard or for long: it compiles well what is called often, as the product does. That is a second of a core
    /// in the first seconds of each, which hardly any lives to make use of.
    /// </summary>
    public static readonly (string Key, string Value) WellCompiled = ("DOTNET_TC_CallCountingDelayMs", "A");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string? _emptyDatabase;

    private readonly List<string> _log = [];
    private readonly Dictionary<string, string> _settings;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videochat-");
    private readonly PostgresDatabase? _postgres;
    private Process? _process;

    private ApiServer(IEnumerable<(string Key, string Value)> settings, PostgresDatabase? postgres = null)
    {
        _postgres = postgres;
        _settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Storage__Path"] = _folder.FullName,
            ["RateLimiting__Enabled"] = "false",
            // What guards the runtime's own code, and watches for changed settings, is a third of a start.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
            // In hexadecimal, a minute; the product has 10 ms (WellCompiled).
            ["DOTNET_TC_CallCountingDelayMs"] = "EA60",
        };
        if (postgres is not null)
        {
            _settings["Database__Provider"] = "Postgres";
            _settings["ConnectionStrings__Default"] = postgres.ConnectionString;
            _settings["Backplane__Provider"] = "Redis";
            _settings["ConnectionStrings__Redis"] = TestRedis.Shared();
        }
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    /// <summary>The server: as the suite was given it, or as it was built.</summary>
    public static string ServerFile => Environment.GetEnvironmentVariable("VIDEOCHAT_TEST_API") ?? Metadata("ApiAssembly");

    public string Storage => _settings["Storage__Path"];

    /// <summary>A file in its own folder.</summary>
    private bool HasDatabaseOfItsOwn => Storage == _folder.FullName && !_settings.ContainsKey("ConnectionStrings__Default");

    public Uri Address { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>How much memory the process holds, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How much of the processors' time the process has had.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>All that the process has written, both streams.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <summary>What it has logged as an error or worse, a line each.</summary>
    public IEnumerable<string> Errors => Log.Split('\n').Where(line =>
        line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("\"level\":\"critical\"", StringComparison.Ordinal));

    /// <summary>Starts a server and waits until it is ready. Limits are off unless asked for.</summary>
    public static Task<ApiServer> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(Column.Sqlite, settings);

    /// <summary>The same, on a database of one's choice; on PostgreSQL it is one of many machines, with Redis between them.</summary>
    public static async Task<ApiServer> StartAsync(Column column, params (string Key, string Value)[] settings)
    {
        var server = new ApiServer(settings, column == Column.Postgres ? await PostgresDatabase.CreateAsync() : null);
        try
        {
            if (_emptyDatabase is not null && server.HasDatabaseOfItsOwn)
                File.Copy(_emptyDatabase, Path.Combine(server.Storage, DatabaseFile));
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process and waits for nothing; <see cref="StartAsync()"/> starts it again.</summary>
    public static ApiServer Launched(params (string Key, string Value)[] settings)
    {
        var server = new ApiServer(settings);
        server.Launch();
        return server;
    }

    /// <summary>Starts a server that is expected not to start; returns its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Log)> StartFailingAsync(params (string Key, string Value)[] settings)
    {
        await using var server = new ApiServer(settings);
        server.Launch();
        await server._process!.WaitForExitAsync().WaitAsync(Patience);
        return (server._process.ExitCode, server.Log);
    }

    /// <summary>Starts the process again where it left off and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Waits until a process that was launched serves.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await Eventually.BeTrueAsync(() => _process!.HasExited || ListeningLine().IsMatch(Log), "the server listens");
        if (ListeningLine().Match(Log) is not { Success: true } match)
            throw new InvalidOperationException("The server did not start:\n" + Log);

        Address = new Uri(match.Groups[1].Value);
        _settings["ASPNETCORE_URLS"] = Address.ToString();
        Http ??= new HttpClient(new ContractHandler()) { BaseAddress = Address };
        await Eventually.BeTrueAsync(IsReadyAsync, "the server is ready");
    }

    /// <summary>
    /// Lets all that are started after this one begin with a copy of its database, which nothing was written to yet: to make one
    /// takes half a second. Those that are only launched make their own.
    /// </summary>
    public async Task ShareEmptyDatabaseAsync()
    {
        var file = Path.Combine(Storage, "empty.db");
        await ExecuteSqlAsync($"VACUUM INTO '{file}'");
        _emptyDatabase = file;
    }

    /// <summary>Runs a statement on the server's database, behind its back.</summary>
    public async Task ExecuteSqlAsync(string sql) => await (await OpenDatabaseAsync(sql)).DisposeAsync();

    /// <summary>Keeps the server from writing to its database until what is returned is disposed of.</summary>
    public Task<IAsyncDisposable> HoldDatabaseAsync() =>
        OpenDatabaseAsync(_postgres is null ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE rooms IN EXCLUSIVE MODE");

    /// <summary>Keeps the server from preparing its database: one process at a time does, and this is it. SQLite is waited for 15 s.</summary>
    public Task<IAsyncDisposable> HoldMigrationsAsync() => _postgres is null
        ? Task.FromResult<IAsyncDisposable>(new FileStream(
            Path.Combine(Storage, DatabaseFile + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        : OpenDatabaseAsync("SELECT pg_advisory_lock(508473926004)");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Sends SIGTERM at once; <see cref="WaitForExitAsync"/> tells the end.</summary>
    public void Terminate()
    {
        const int SigTerm = 15;
        _ = Signal(_process!.Id, SigTerm);
    }

    /// <summary>Waits for the end of the process and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        Http?.Dispose();
        _folder.Delete(recursive: true);
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any but the server's own: nothing may depend on where it is started.
            WorkingDirectory = _folder.FullName,
        };
        start.ArgumentList.Add(ServerFile);
        foreach (var (key, value) in _settings)
            start.Environment[key] = value;

        lock (_log)
            _log.Clear();
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Remember;
        _process.ErrorDataReceived += Remember;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            if (line.Data is not null)
                _log.Add(line.Data);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException("The server ended:\n" + Log);
        try
        {
            using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<IAsyncDisposable> OpenDatabaseAsync(string sql)
    {
        DbConnection connection = _postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(Storage, DatabaseFile)};Pooling=False")
            : await _postgres.OpenAsync();
        if (_postgres is null)
            await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static string Metadata(string key) => typeof(ApiServer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"Now listening on: ([^\s""]+)")]
    private static partial Regex ListeningLine();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);
}
