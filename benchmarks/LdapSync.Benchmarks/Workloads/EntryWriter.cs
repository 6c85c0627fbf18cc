using System.Text;
using LdapSync.Directories;

namespace LdapSync.Benchmarks.Workloads;

/// <summary>Makes entries as the LDAP driver does: one copy of the octets, of which all values are slices, and attribute names that all entries share.</summary>
internal static class EntryWriter
{
    /// <summary>The entry of a person.</summary>
    /// <param name="number">The entry's own number: two entries of one person have different names and ids.</param>
    /// <param name="person">Whose it is.</param>
    /// <param name="forms">The addresses it asks for, its own first.</param>
    public static LdapEntry Write(int number, in Person person, ReadOnlySpan<AddressForm> forms)
    {
        var writer = new OctetWriter(stackalloc byte[1024]);
        Span<int> ends = stackalloc int[8];
        var values = 0;

        person.Write(forms[0], ref writer);
        ends[values++] = writer.Length;
        foreach (var form in forms)
        {
            writer.Add(form == forms[0] ? "SMTP:"u8 : "smtp:"u8);
            person.Write(form, ref writer);
            ends[values++] = writer.Length;
        }
        if (person.HasOtherValue)
        {
            writer.Add("X500:/o=Example/ou=Exchange Administrative Group/cn=Recipients/cn="u8);
            writer.Add(number);
            ends[values++] = writer.Length;
        }
        Person.WriteId(number, ref writer);

        ReadOnlyMemory<byte> octets = writer.Written.ToArray();
        var addresses = new ReadOnlyMemory<byte>[values - 1];
        for (var i = 0; i < addresses.Length; i++) addresses[i] = octets[ends[i]..ends[i + 1]];
        return new LdapEntry(Dn(number),
        [
            new LdapAttribute("mail", [octets[..ends[0]]]),
            new LdapAttribute("proxyAddresses", addresses),
            new LdapAttribute("entryUUID", [octets[ends[values - 1]..]]),
        ]);
    }

    private static string Dn(int number)
    {
        var writer = new OctetWriter(stackalloc byte[64]);
        writer.Add("uid=u"u8);
        writer.Add(number, "D7");
        writer.Add(",ou=people,dc=example,dc=com"u8);
        return Encoding.ASCII.GetString(writer.Written);
    }
}
