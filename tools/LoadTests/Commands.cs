using System.Net.Sockets;
using VideoChat.LoadTests.Comparison;
using VideoChat.LoadTests.Connections;
using VideoChat.LoadTests.FanOut;
using VideoChat.LoadTests.Http;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Scaling;
using VideoChat.LoadTests.Uploads;

namespace VideoChat.LoadTests;

internal static class Commands
{
    /// <summary>Returns 0 on success, 1 if a message was lost, duplicated or out of order, and 2 if the measurement failed.</summary>
    public static int Run(string[] arguments)
    {
        try
        {
            if (arguments.Length == 0 || arguments[0] is "help" or "--help")
            {
                Console.WriteLine(Usage.Text);
                return arguments.Length == 0 ? 2 : 0;
            }
            var options = new Options(arguments.AsSpan(1));
            if (arguments[0] == "verdict")
                return Verdict.Run(options, Console.Out);
            if (arguments[0] == "pairs")
                return Pairs.Run(options, Console.Out);
            if (arguments[0] == "simulate")
                return ScalingRun.Run(options, Console.Out);

            var plain = options.Flag("plain");
            var report = Measure(arguments[0], options);
            report.Print(Console.Out, plain);
            return report.IsSound ? 0 : 1;
        }
        catch (Exception exception)
            when (exception is UsageException or MeasurementException or SocketException or HttpRequestException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static Report Measure(string command, Options options) => command switch
    {
        "fanout" => FanOutRun.Measure(FanOutPlan.ForFanOut(options)),
        "intake" => FanOutRun.Measure(FanOutPlan.ForIntake(options)),
        "http" => HttpRun.Measure(options),
        "seed" => Seed.Run(options),
        "idle" => IdleRun.Measure(options),
        "reconnect" => ReconnectRun.Measure(options),
        "joins" => JoinStormRun.Measure(options),
        "upload" => UploadRun.Measure(options),
        _ => throw new UsageException($"There is no command \"{command}\". Run with --help."),
    };
}
