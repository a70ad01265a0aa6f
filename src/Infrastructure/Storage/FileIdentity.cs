using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VideoChat.Infrastructure.Storage;

/// <param name="Inode">The inode number. It is not reused while a process has the file open.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const uint BasicStats = 0x7ff;
    private const int Size = 256, InodeAt = 32, BlocksAt = 48, MajorAt = 136, MinorAt = 140;
    private const long BytesPerBlock = 512;

    /// <summary>Reads the identity of a file. Returns null if the file does not exist or the operating system is not Linux.</summary>
    public static FileIdentity? Of(string path) => Read(path) is { } stat
        ? new FileIdentity(
            (ulong)BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(MajorAt)) << 32 | BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(MinorAt)),
            BinaryPrimitives.ReadUInt64LittleEndian(stat.AsSpan(InodeAt)))
        : null;

    /// <summary>
    /// Returns the allocated bytes; null as for <see cref="Of"/>. A sparse file has fewer allocated bytes than its length.
    /// </summary>
    public static long? OccupiedBytes(string path) => Read(path) is { } stat
        ? (long)BinaryPrimitives.ReadUInt64LittleEndian(stat.AsSpan(BlocksAt)) * BytesPerBlock
        : null;

    private static byte[]? Read(string path)
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
            return null;
        var stat = new byte[Size];
        return Statx(CurrentDirectory, path, 0, BasicStats, stat) == 0 ? stat : null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] stat);
}
