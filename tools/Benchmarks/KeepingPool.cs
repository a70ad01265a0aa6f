using System.Buffers;

namespace VideoChat.Benchmarks;

/// <summary>A pool that keeps all blocks, like the web server's. The shared pool keeps 32 of a thousand.</summary>
internal sealed class KeepingPool : MemoryPool<byte>
{
    private readonly Stack<Block> _free = new();

    public override int MaxBufferSize => 4_096;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        lock (_free)
            return _free.TryPop(out var block) ? block : new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        // There is nothing to dispose, because the pool owns only memory.
    }

    private sealed class Block(KeepingPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[4_096];

        public void Dispose()
        {
            lock (pool._free)
                pool._free.Push(this);
        }
    }
}
