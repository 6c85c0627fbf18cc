using System.Text;

namespace LdapSync.Sqlite;

/// <summary>
/// Some accounts as they stand in the file, copied out of SQLite as octets: what one thread can do while another makes objects of the rows before. Used again and again.
/// </summary>
/// <param name="path">The file, for messages.</param>
internal sealed class AccountRows(string path)
{
    private const byte Separator = (byte)'\n';

    private readonly List<(AccountKind Kind, string? SourceId, int Addresses)> _accounts = [];
    private readonly List<int> _ends = [];
    private byte[] _octets = new byte[1 << 17];
    private int _filled;

    /// <summary>How many accounts there are.</summary>
    public int Count => _accounts.Count;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _accounts.Clear();
        _ends.Clear();
        _filled = 0;
    }

    /// <summary>Adds an account; its addresses follow.</summary>
    public void AddAccount(AccountKind kind, string? sourceId) => _accounts.Add((kind, sourceId, 0));

    /// <summary>Adds an address to the last account: the canonical form, a line's end, the spelling. The first is the account's own.</summary>
    public void AddAddress(ReadOnlySpan<byte> row)
    {
        if (row.Length > _octets.Length - _filled) Array.Resize(ref _octets, 2 * (_filled + row.Length));
        row.CopyTo(_octets.AsSpan(_filled));
        _ends.Add(_filled += row.Length);
        _accounts[^1] = _accounts[^1] with { Addresses = _accounts[^1].Addresses + 1 };
    }

    /// <summary>The accounts.</summary>
    /// <exception cref="TargetException">A row was changed by hand into something that is no address.</exception>
    public IEnumerable<MailAccount> ToAccounts()
    {
        var next = 0;
        foreach (var (kind, sourceId, count) in _accounts)
        {
            var primary = Address(next);
            var aliases = new EmailAddress[count - 1];
            for (var i = 0; i < aliases.Length; i++) aliases[i] = Address(next + 1 + i);
            next += count;
            yield return new MailAccount(primary, kind, aliases) { SourceId = sourceId };
        }
    }

    /// <summary>The key must be what the spelling says, or a change to this address would miss its row.</summary>
    private EmailAddress Address(int number)
    {
        var row = _octets.AsSpan((number == 0 ? 0 : _ends[number - 1]).._ends[number]);
        var end = row.IndexOf(Separator);
        var canonical = row[..end];
        var spelling = Encoding.UTF8.GetString(row[(end + 1)..]);
        if (EmailAddress.TryParse(spelling, out var address, out var reason) && IsSame(canonical, address.Canonical)) return address;
        var found = reason is null ? "another address" : $"no address ({reason})";
        throw new TargetException(
            $"'{path}' was changed by hand: the row of '{Encoding.UTF8.GetString(canonical)}' in 'address' has the spelling '{spelling}', which is {found}. Correct that row.");
    }

    private static bool IsSame(ReadOnlySpan<byte> octets, string text) =>
        Ascii.IsValid(octets) ? Ascii.Equals(octets, text) : string.Equals(Encoding.UTF8.GetString(octets), text, StringComparison.Ordinal);
}
