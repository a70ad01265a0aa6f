using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>
/// Selects the frames of one socket that are checked against the document: the first few of each type and direction. A check takes
/// 50 to 200 µs and would dominate the measurements of tests with tens of thousands of frames.
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
