using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>
/// Runs the built server as a separate process on a free port, with its own folder and database. Both are deleted with it. The
/// process can be killed, stopped and started again on the same port, folder and database.
/// </summary>
internal sealed partial class ApiServer : IAsyncDisposable
{
    private const string DatabaseFile = "videochat.db";

    /// <summary>
    /// The setting of the product, for a server under long or heavy load. It recompiles hot methods early. Other servers skip that,
    /// because it costs a second of CPU after the start and most of them stop before it pays off.
    /// </summary>
    public static readonly (string Key, string Value) WellCompiled = ("DOTNET_TC_CallCountingDelayMs", "A");

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

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
            ["PATH"] = MediaPrograms.Folder,
            // Write protection of the runtime's code and the watch for changed settings are off, because they take a third of the
            // start time.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
            // The value is a minute, in hexadecimal. The product uses 10 ms (WellCompiled).
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

    /// <summary>The server to run: the one that the suite passes, or the built one.</summary>
    public static string ServerFile => Environment.GetEnvironmentVariable("VIDEOCHAT_TEST_API") ?? Metadata("ApiAssembly");

    /// <summary>The folder of the project of the API, with its <c>wwwroot</c>.</summary>
    public static string ContentRoot => Metadata("ApiProject");

    public string Storage => _settings["Storage__Path"];

    /// <summary>Indicates whether the database is a file in the server's folder.</summary>
    private bool HasOwnDatabase => Storage == _folder.FullName && !_settings.ContainsKey("ConnectionStrings__Default");

    public Uri Address { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>The working set of the process in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The standard output and error of the process.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <summary>The log lines of level error or critical.</summary>
    public IEnumerable<string> Errors => Log.Split('\n').Where(line =>
        line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("\"level\":\"critical\"", StringComparison.Ordinal));

    /// <summary>Starts a server and waits until it is ready. Rate limits are off by default.</summary>
    public static Task<ApiServer> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(Column.Sqlite, settings);

    /// <summary>Starts a server on the given database. With PostgreSQL it also uses Redis, as one of several machines does.</summary>
    public static async Task<ApiServer> StartAsync(Column column, params (string Key, string Value)[] settings)
    {
        var server = new ApiServer(settings, column == Column.Postgres ? await PostgresDatabase.CreateAsync() : null);
        try
        {
            if (_emptyDatabase is not null && server.HasOwnDatabase)
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

    /// <summary>Starts a process without waiting for it. <see cref="StartAsync()"/> starts it again.</summary>
    public static ApiServer Launched(params (string Key, string Value)[] settings)
    {
        var server = new ApiServer(settings);
        server.Launch();
        return server;
    }

    /// <summary>Starts a server whose start is expected to fail; returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Log)> StartFailingAsync(params (string Key, string Value)[] settings)
    {
        await using var server = new ApiServer(settings);
        server.Launch();
        await server._process!.WaitForExitAsync().WaitAsync(Timeout);
        return (server._process.ExitCode, server.Log);
    }

    /// <summary>Starts the process again on the same port, folder and database, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Waits until a launched process accepts requests.</summary>
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
    /// Makes servers that are started later copy this server's empty database, because creating one takes half a second.
    /// Servers that are only launched create their own.
    /// </summary>
    public async Task ShareEmptyDatabaseAsync()
    {
        var file = Path.Combine(Storage, "empty.db");
        await ExecuteSqlAsync($"VACUUM INTO '{file}'");
        _emptyDatabase = file;
    }

    /// <summary>Runs a statement directly on the server's database.</summary>
    public async Task ExecuteSqlAsync(string sql) => await (await OpenDatabaseAsync(sql)).DisposeAsync();

    /// <summary>Runs an action while the server's database lacks a table.</summary>
    public async Task<TResult> WithoutTableAsync<TResult>(string table, Func<Task<TResult>> run)
    {
        await ExecuteSqlAsync($"ALTER TABLE {table} RENAME TO {table}_away");
        try
        {
            return await run();
        }
        finally
        {
            await ExecuteSqlAsync($"ALTER TABLE {table}_away RENAME TO {table}");
        }
    }

    /// <summary>Keeps the server from writing to its database until the result is disposed.</summary>
    public Task<IAsyncDisposable> HoldDatabaseAsync() =>
        OpenDatabaseAsync(_postgres is null ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE rooms IN EXCLUSIVE MODE");

    /// <summary>
    /// Takes the lock under which one process at a time migrates the database. The server waits 15 s for the lock of SQLite.
    /// </summary>
    public Task<IAsyncDisposable> HoldMigrationsAsync() => _postgres is null
        ? Task.FromResult<IAsyncDisposable>(new FileStream(
            Path.Combine(Storage, DatabaseFile + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        : OpenDatabaseAsync("SELECT pg_advisory_lock(508473926004)");

    /// <summary>Kills the process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Timeout);
    }

    /// <summary>Sends SIGTERM without waiting for the exit; see <see cref="WaitForExitAsync"/>.</summary>
    public void Terminate()
    {
        const int SigTerm = 15;
        _ = Signal(_process!.Id, SigTerm);
    }

    /// <summary>Waits until the process exits and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Timeout);
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
            // The working directory is not the server's folder, because the server must start from any directory.
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
