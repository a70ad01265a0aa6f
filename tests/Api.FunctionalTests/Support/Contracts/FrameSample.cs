using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>
/// The frames of one socket that are held against the document: the first few of each type, each way. A check takes 50 to 200 µs;
/// tests that send by the ten thousand would measure it and not the server.
/// </summary>
internal sealed class FrameSample
{
    private const int OfEachType = 20;

    private readonly Dictionary<string, int> _received = [];
    private int _sent;

    public void CheckReceived(JsonElement frame)
    {
        var type = frame.Type();
        var count = _received[type] = _received.GetValueOrDefault(type) + 1;
        if (count <= OfEachType)
            FrameContract.CheckReceived(frame);
    }

    public void CheckSent(string text)
    {
        if (Interlocked.Increment(ref _sent) <= OfEachType)
            FrameContract.CheckSent(text);
    }
}
