using System.Globalization;

namespace LdapSync.Benchmarks.Commands;

/// <summary>Options of the command line, <c>--name value</c> or <c>--name</c> alone. What nobody has asked for is a mistake.</summary>
internal sealed class Arguments(IEnumerable<string> arguments)
{
    private readonly List<string> _left = [.. arguments];

    public bool Has(string name) => _left.Remove(name);

    /// <summary>The value of an option, or null.</summary>
    public string? Value(string name)
    {
        var at = _left.IndexOf(name);
        if (at < 0) return null;
        if (at + 1 == _left.Count) throw new FormatException($"{name} needs a value.");
        var value = _left[at + 1];
        _left.RemoveRange(at, 2);
        return value;
    }

    /// <summary>A number such as <c>500</c>, <c>100k</c> or <c>10m</c>, from one on.</summary>
    public int Number(string name, int unlessGiven) => Value(name) is { } text ? Number(text, name) : unlessGiven;

    public T Choice<T>(string name, T unlessGiven)
        where T : struct, Enum
    {
        if (Value(name) is not { } text) return unlessGiven;
        return Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var choice)
            ? choice
            : throw new FormatException($"{name} is one of {string.Join(", ", Enum.GetNames<T>())}, not '{text}'.");
    }

    /// <summary>To be called when every option has been asked for.</summary>
    public void ThrowIfAnyIsLeft()
    {
        if (_left.Count > 0) throw new FormatException($"Nobody knows what to do with '{string.Join(' ', _left)}'.");
    }

    private static int Number(string text, string name)
    {
        var factor = text switch { [.., 'k' or 'K'] => 1_000L, [.., 'm' or 'M'] => 1_000_000L, _ => 1L };
        return int.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * factor is >= 1 and <= int.MaxValue
            ? (int)(number * factor)
            : throw new FormatException($"{name} is a number such as 500, 100k or 10m, not '{text}'.");
    }
}
