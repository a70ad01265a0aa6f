using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using VideoChat.Benchmarks;

// Run with: dotnet run -c Release --project tools/Benchmarks -- --filter '*Frame*'. The job runs in this process, because the
// measured types are internal. It is short, so that a run takes two minutes.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(FrameBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
