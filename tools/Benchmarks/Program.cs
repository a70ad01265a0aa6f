using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using VideoChat.Benchmarks;

// dotnet run -c Release --project tools/Benchmarks -- --filter '*Frame*'
// In process, because the measured types are internal. Short, so that a run takes two minutes.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(FrameBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
