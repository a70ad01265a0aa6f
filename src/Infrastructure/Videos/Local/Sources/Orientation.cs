using System.Globalization;
using System.Text.Json;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <summary>The display orientation of a picture. <see cref="Filter"/> is null if the picture is shown as stored.</summary>
internal sealed record Orientation(string? Filter, bool SwapsSides)
{
    private static readonly Orientation None = new(null, SwapsSides: false);

    /// <summary>The orientations by the signs of the display matrix: x' = ax + cy, y' = bx + dy (ISO/IEC 14496-12 §6.2.2).</summary>
    private static readonly Dictionary<(int A, int B, int C, int D), Orientation> ByMatrix = new()
    {
        [(1, 0, 0, 1)] = None,
        [(-1, 0, 0, -1)] = new("hflip,vflip", SwapsSides: false),
        [(-1, 0, 0, 1)] = new("hflip", SwapsSides: false),
        [(1, 0, 0, -1)] = new("vflip", SwapsSides: false),
        [(0, 1, -1, 0)] = new("transpose=clock", SwapsSides: true),
        [(0, -1, 1, 0)] = new("transpose=cclock", SwapsSides: true),
        [(0, 1, 1, 0)] = new("transpose=cclock_flip", SwapsSides: true),
        [(0, -1, -1, 0)] = new("transpose=clock_flip", SwapsSides: true),
    };

    public static Orientation Of(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list))
            return None;
        foreach (var data in list.EnumerateArray())
        {
            if (data.Text("displaymatrix") is { } matrix && FromMatrix(matrix) is { } turn)
                return turn;
            if (data.Number("rotation") is { } degrees)
                return FromDegrees(degrees);
        }
        return None;
    }

    // Returns the orientation for a rotation. ffprobe reports rotations counterclockwise.
    private static Orientation FromDegrees(double degrees) => (((int)Math.Round(degrees / 90) % 4 + 4) % 4) switch
    {
        1 => ByMatrix[(0, -1, 1, 0)],
        2 => ByMatrix[(-1, 0, 0, -1)],
        3 => ByMatrix[(0, 1, -1, 0)],
        _ => None,
    };

    // Example: "\n00000000: 0 65536 0\n00000001: -65536 0 0\n00000002: …\n". The numbers are 16.16 fixed point.
    private static Orientation? FromMatrix(string matrix)
    {
        var rows = matrix.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row[(row.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToArray();
        return rows is [[var a, var b, ..], [var c, var d, ..], ..]
            && ByMatrix.TryGetValue((Sign(a), Sign(b), Sign(c), Sign(d)), out var orientation) ? orientation : null;
    }

    private static int Sign(string number) =>
        int.TryParse(number, CultureInfo.InvariantCulture, out var value) && Math.Abs((long)value) > 32_768 ? Math.Sign(value) : 0;
}
