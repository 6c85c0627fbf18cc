using System.Globalization;

namespace LdapSync.Changes;

/// <summary>People and units below two tops, one of which is read, and random edits of them that a server accepts.</summary>
/// <param name="writer">Where the edits go.</param>
/// <param name="tops">The units that stay.</param>
/// <param name="personClasses">The object classes of a person.</param>
/// <param name="seed">Which edits.</param>
internal sealed class RandomEdits(LdapWriter writer, IReadOnlyList<string> tops, IReadOnlyList<string> personClasses, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _units = [];
    private readonly List<string> _people = [];
    private int _number;

    /// <summary>What was done, to look at when the test fails.</summary>
    public List<string> Done { get; } = [];

    public async Task StartAsync()
    {
        for (var i = 0; i < 6; i++) await AddUnitAsync();
        for (var i = 0; i < 40; i++) await AddPersonAsync();
    }

    public async Task EditAsync(int count)
    {
        for (var i = 0; i < count; i++) await EditAsync();
    }

    private Task EditAsync() => _random.Next(16) switch
    {
        0 or 1 => AddPersonAsync(),
        2 => DeletePersonAsync(),
        3 or 4 => MovePersonAsync(Rdn(_people[Any(_people)])),
        5 => MovePersonAsync($"cn=renamed {++_number}"),
        6 or 7 => SetAsync("mail", $"m{++_number}@example.com"),
        8 => SetAsync("mail"),
        9 => SetAsync("employeeType", "hidden"),
        10 => SetAsync("employeeType"),
        11 => SetAsync("description", $"no matter {++_number}"),
        12 => AddUnitAsync(),
        13 => MoveUnitAsync(),
        14 => DeleteUnitAsync(),
        _ => DescribeUnitAsync(),
    };

    private async Task AddPersonAsync()
    {
        var dn = string.Create(CultureInfo.InvariantCulture, $"cn=person {++_number},{AnyParent()}");
        Done.Add($"add {dn}");
        await writer.AddAsync(dn, [.. personClasses.Select(c => ("objectClass", c)), ("sn", "S"), .. _random.Next(3) == 0 ? [] : new[] { ("mail", $"p{_number}@example.com") }]);
        _people.Add(dn);
    }

    private async Task DeletePersonAsync()
    {
        if (_people.Count < 10) return;
        var index = Any(_people);
        Done.Add($"delete {_people[index]}");
        await writer.DeleteAsync(_people[index]);
        _people.RemoveAt(index);
    }

    private async Task MovePersonAsync(string rdn)
    {
        var (index, parent) = (Any(_people), AnyParent());
        rdn = rdn.Contains("renamed", StringComparison.Ordinal) ? rdn : Rdn(_people[index]);
        var target = $"{rdn},{parent}";
        if (_people.Contains(target, StringComparer.OrdinalIgnoreCase)) return;
        Done.Add($"move {_people[index]} to {target}");
        await writer.MoveAsync(_people[index], rdn, parent);
        _people[index] = target;
    }

    private async Task SetAsync(string attribute, params string[] values)
    {
        var dn = _people[Any(_people)];
        Done.Add($"set {attribute} of {dn} to \"{string.Join(' ', values)}\"");
        await writer.SetAsync(dn, attribute, values);
    }

    private async Task AddUnitAsync()
    {
        var dn = string.Create(CultureInfo.InvariantCulture, $"ou=unit {++_number},{AnyParent()}");
        Done.Add($"add {dn}");
        await writer.AddAsync(dn, ("objectClass", "organizationalUnit"));
        _units.Add(dn);
    }

    private async Task MoveUnitAsync()
    {
        if (_units.Count == 0) return;
        var dn = _units[Any(_units)];
        var parent = AnyParent();
        if (IsAtOrBelow(parent, dn)) parent = tops[Any(tops)];
        var target = string.Create(CultureInfo.InvariantCulture, $"ou=unit {++_number},{parent}");
        Done.Add($"move {dn} to {target}");
        await writer.MoveAsync(dn, target.Split(',')[0], parent);
        foreach (var list in new[] { _units, _people })
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (IsAtOrBelow(list[i], dn)) list[i] = list[i][..^dn.Length] + target;
            }
        }
    }

    private async Task DeleteUnitAsync()
    {
        var empty = _units.Find(unit => _units.Concat(_people).All(dn => dn == unit || !IsAtOrBelow(dn, unit)));
        if (empty is null) return;
        Done.Add($"delete {empty}");
        await writer.DeleteAsync(empty);
        _units.Remove(empty);
    }

    private async Task DescribeUnitAsync()
    {
        if (_units.Count == 0) return;
        var dn = _units[Any(_units)];
        Done.Add($"describe {dn}");
        await writer.SetAsync(dn, "description", $"no matter {++_number}");
    }

    private string AnyParent() => _random.Next(3) == 0 || _units.Count == 0 ? tops[Any(tops)] : _units[Any(_units)];

    private int Any(IReadOnlyCollection<string> list) => _random.Next(list.Count);

    private static string Rdn(string dn) => dn.Split(',')[0];

    private static bool IsAtOrBelow(string dn, string ancestor) => dn == ancestor || dn.EndsWith("," + ancestor, StringComparison.Ordinal);
}
