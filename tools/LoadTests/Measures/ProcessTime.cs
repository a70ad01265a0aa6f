using System.Globalization;

namespace VideoChat.LoadTests.Measures;

/// <summary>Reads the CPU time of processes, including that of their child processes.</summary>
internal static class ProcessTime
{
    // proc_pid_stat(5): fields 14 to 17 are utime, stime, cutime and cstime, in ticks of 10 ms.
    private const int UserTime = 14;

    public static TimeSpan Of(IEnumerable<int> processes) => TimeSpan.FromMilliseconds(processes.Sum(Ticks) * 10);

    private static long Ticks(int process) => OwnTicks(process) + Children(process).Sum(OwnTicks);

    private static long OwnTicks(int process)
    {
        var stat = Read($"/proc/{process}/stat");
        // The search starts after the second field, because the name in parentheses may contain spaces.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Skip(UserTime - 3).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<int> Children(int process) =>
        Read($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // The process has exited, and its parent includes its time.
        }
    }
}
