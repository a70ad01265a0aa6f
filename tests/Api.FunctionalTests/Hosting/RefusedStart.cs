using System.Reflection;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

/// <summary>Runs the server's entry point in this process, with settings that must keep it from starting.</summary>
internal static class RefusedStart
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly MethodInfo Main = Assembly.Load("VideoChat.Api").EntryPoint!;

    /// <summary>Returns the exit code and what was written to the standard output and error.</summary>
    public static async Task<(int ExitCode, string Log)> RunAsync(params (string Key, string Value)[] settings)
    {
        using var folder = new TemporaryFolder();
        (string, string)[] defaults =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ASPNETCORE_CONTENTROOT", ApiServer.ContentRoot),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Storage__Path", folder.Path),
        ];
        using var environment = new EnvironmentVariables([.. defaults, .. settings]);
        var (output, error) = (Console.Out, Console.Error);
        var log = new StringWriter();
        var writer = TextWriter.Synchronized(log);
        Console.SetOut(writer);
        Console.SetError(writer);
        try
        {
            var exitCode = await Task.Run(() => (int)Main.Invoke(null, [Array.Empty<string>()])!).WaitAsync(Timeout);
            return (exitCode, log.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    private sealed class EnvironmentVariables : IDisposable
    {
        private readonly Dictionary<string, string?> _before = [];

        public EnvironmentVariables(IEnumerable<(string Key, string Value)> values)
        {
            foreach (var (key, value) in values)
            {
                _before.TryAdd(key, Environment.GetEnvironmentVariable(key));
                Environment.SetEnvironmentVariable(key, value);
            }
        }

        public void Dispose()
        {
            foreach (var (key, value) in _before)
                Environment.SetEnvironmentVariable(key, value);
        }
    }
}
