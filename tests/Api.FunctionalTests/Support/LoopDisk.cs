using System.Diagnostics;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A small separate file system that can be filled or frozen. Needs root on Linux.</summary>
internal sealed class LoopDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private LoopDisk()
    {
    }

    public string Path => System.IO.Path.Combine(_folder.Path, "disk");

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static LoopDisk Create(int megabytes)
    {
        if (Environment.UserName != "root")
            Assert.Ignore("Only root can mount a file system.");
        var disk = new LoopDisk();
        Directory.CreateDirectory(disk.Path);
        var image = System.IO.Path.Combine(disk._folder.Path, "image");
        using (var file = File.Create(image))
            file.SetLength(megabytes * 1024L * 1024L);
        Run("mkfs.ext4", "-q", "-b", "4096", "-m", "0", image);
        Run("mount", "-o", "loop", image, disk.Path);
        return disk;
    }

    /// <summary>Fills the free space, as another program could.</summary>
    public void Fill()
    {
        try
        {
            using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            var zeros = new byte[64 * 1024];
            while (true)
                file.Write(zeros);
        }
        catch (IOException)
        {
            // The disk is full, as intended.
        }
    }

    public void Empty() => File.Delete(Filler);

    /// <summary>Blocks every write until the result is disposed.</summary>
    public IDisposable Freeze()
    {
        Run("fsfreeze", "-f", Path);
        return new Thaw(Path);
    }

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {error}");
    }

    private sealed class Thaw(string path) : IDisposable
    {
        public void Dispose() => Run("fsfreeze", "-u", path);
    }
}
