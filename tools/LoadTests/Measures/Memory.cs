using System.Globalization;

namespace VideoChat.LoadTests.Measures;

internal static class Memory
{
    /// <summary>Returns the resident set in KiB, or 0 if the process is not known.</summary>
    public static double OfProcess(int process)
    {
        if (process == 0)
            return 0;
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
