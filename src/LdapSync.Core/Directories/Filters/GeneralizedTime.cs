namespace LdapSync.Directories.Filters;

/// <summary>Generalized time (RFC 4517 section 3.3.13), such as <c>20241022120000.0Z</c> or <c>2024102214+0200</c>.</summary>
internal static class GeneralizedTime
{
    /// <summary>The instant in ticks of UTC. Not a <see cref="DateTimeOffset"/>: a zone may carry the first or last day beyond its range.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!TryTakeDigits(ref text, 4, out var year) || !TryTakeDigits(ref text, 2, out var month) || !TryTakeDigits(ref text, 2, out var day)) return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;

        if (!TryTakeDigits(ref text, 2, out var hour) || hour > 23) return false;
        ticks += hour * TimeSpan.TicksPerHour;
        var unit = TimeSpan.TicksPerHour;
        if (TryTakeDigits(ref text, 2, out var minute))
        {
            if (minute > 59) return false;
            ticks += minute * TimeSpan.TicksPerMinute;
            unit = TimeSpan.TicksPerMinute;
            if (TryTakeDigits(ref text, 2, out var second))
            {
                // 60 is a leap second.
                if (second > 60) return false;
                ticks += second * TimeSpan.TicksPerSecond;
                unit = TimeSpan.TicksPerSecond;
            }
        }
        return TryAddFraction(ref text, unit, ref ticks) && TryAddZone(text, ref ticks);
    }

    /// <summary>A fraction is one of the smallest unit that is given.</summary>
    private static bool TryAddFraction(ref ReadOnlySpan<byte> text, long unit, ref long ticks)
    {
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)',')) return true;
        text = text[1..];
        var digits = 0;
        for (var scale = unit / 10m; TryTakeDigits(ref text, 1, out var digit); scale /= 10, digits++) ticks += (long)(digit * scale);
        return digits > 0;
    }

    private static bool TryAddZone(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.SequenceEqual("Z"u8)) return true;
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == '+' ? -1 : 1;
        text = text[1..];
        if (!TryTakeDigits(ref text, 2, out var hours) || hours > 23) return false;
        if (!TryTakeDigits(ref text, 2, out var minutes)) minutes = 0;
        ticks += sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return text.IsEmpty && minutes < 60;
    }

    private static bool TryTakeDigits(ref ReadOnlySpan<byte> text, int count, out int number)
    {
        number = 0;
        if (text.Length < count || text[..count].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        foreach (var digit in text[..count]) number = (number * 10) + (digit - '0');
        text = text[count..];
        return true;
    }
}
