namespace VideoChat.LoadTests.Order;

/// <summary>Numbers that should arrive as 1, 2, 3 …, and their faults.</summary>
internal sealed class Sequence
{
    private const int MaxGap = 1_000_000;

    private HashSet<long>? _missing;

    public long Last { get; private set; }

    public long Doubled { get; private set; }

    public long OutOfOrder { get; private set; }

    public void Take(long number)
    {
        if (number == Last + 1)
            Last = number;
        else
            TakeUnexpected(number);
    }

    /// <summary>Returns how many of the numbers up to the last one never arrived.</summary>
    public long LostOf(long last) => (_missing?.Count ?? 0) + Math.Max(0, last - Last);

    private void TakeUnexpected(long number)
    {
        if (number <= Last)
        {
            if (_missing?.Remove(number) == true)
                OutOfOrder++;
            else
                Doubled++;
            return;
        }

        if (number - Last > MaxGap)
            throw new MeasurementException($"{number} follows {Last}, so these are not the numbers of a new room.");
        _missing ??= [];
        for (var missing = Last + 1; missing < number; missing++)
            _missing.Add(missing);
        Last = number;
    }
}
