using System.Text;
using LdapSync.Directories;

namespace LdapSync;

/// <summary>Somebody, or something, that has an entry in the directory; immutable, so that what a sync has read stays what it has read.</summary>
internal sealed record Person
{
    private static readonly string[] NoMailPrefixes = ["x400:", "sip:", "eum:"];

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string Department { get; init; } = "staff";

    /// <summary>The values of the attribute <c>mail</c>, as somebody typed them.</summary>
    public required string[] Mail { get; init; }

    /// <summary>The values of the attribute <c>proxyAddresses</c>, as somebody typed them.</summary>
    public string[] Proxies { get; init; } = [];

    public bool IsGroup { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>What Exchange calls the mailbox: 1 is a user's, 4 shared, 16 a room, 32 equipment.</summary>
    public int RecipientType { get; init; } = 1;

    /// <summary>Some directories have objectGUID, others entryUUID.</summary>
    public bool IsInActiveDirectory { get; init; }

    public string Dn => $"cn={Name},ou={Department},dc=example,dc=com";

    /// <summary>The address that names the account, in lower case; null when none can be read.</summary>
    public string? Primary => Mail.Select(Address).FirstOrDefault(address => address is not null);

    /// <summary>Every other address, in lower case, each once.</summary>
    public IEnumerable<string> Aliases => Addresses.Where(address => address != Primary);

    public IEnumerable<string> Addresses => Mail.Concat(Proxies).Select(Address).OfType<string>().Distinct();

    /// <summary>Whether somebody mistyped the address that names the account; one that is gone, or of another kind, is no slip.</summary>
    public bool IsMistyped => Primary is null && Mail.Any(value => !IsOtherKind(value));

    /// <summary>What a value says in lower case, or null when it says nothing; the company mistypes in no other ways.</summary>
    public static string? Address(string value)
    {
        if (IsOtherKind(value)) return null;
        if (value.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)) value = value[5..];
        return value.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && value.IndexOfAny([' ', ':']) < 0 ? value.ToLowerInvariant() : null;
    }

    /// <summary>The entry; the values of no attribute but <c>mail</c> have an order.</summary>
    public LdapEntry ToEntry(Random random)
    {
        var proxies = Proxies.ToArray();
        random.Shuffle(proxies);
        List<LdapAttribute> attributes =
        [
            Attribute("objectClass", IsGroup ? "group" : "user"),
            Attribute("userAccountControl", IsDisabled ? "514" : "512"),
            Attribute("msExchRecipientTypeDetails", $"{RecipientType}"),
            Attribute("mail", Mail),
            Attribute("proxyAddresses", proxies),
            IsInActiveDirectory ? new LdapAttribute("objectGUID", [Id.ToByteArray()]) : Attribute("entryUUID", $"{Id}"),
        ];
        return new LdapEntry(Dn, attributes);
    }

    private static bool IsOtherKind(string value) => NoMailPrefixes.Any(prefix => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static LdapAttribute Attribute(string name, params string[] values) => new(name, [.. values.Select(value => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value))]);

    public override string ToString() =>
        $"{Dn}: {Id}{(IsGroup ? " group" : "")}{(IsDisabled ? $" disabled {RecipientType}" : "")}, mail [{string.Join(", ", Mail)}], proxyAddresses [{string.Join(", ", Proxies)}]";
}
