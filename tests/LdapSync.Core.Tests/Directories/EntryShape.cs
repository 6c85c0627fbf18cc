using FsCheck;
using FsCheck.Fluent;
using LdapSync.Directories.Ldif;

namespace LdapSync.Directories;

/// <summary>A made-up entry that shows itself whole where a law is broken.</summary>
internal sealed record EntryShape(LdapEntry Entry)
{
    public static Arbitrary<EntryShape> Of(Arbitrary<string> dn, Arbitrary<LdapAttribute[]> attributes) => Arb.Zip(dn, attributes).Convert(
        pair => new EntryShape(new LdapEntry(pair.Item1, pair.Item2)),
        shape => (shape.Entry.Dn, [.. shape.Entry.Attributes]));

    public static Arbitrary<LdapAttribute> AttributeOf(Arbitrary<string> name, Arbitrary<byte[][]> values) => Arb.Zip(name, values).Convert(
        pair => new LdapAttribute(pair.Item1, [.. pair.Item2.Select(octets => (ReadOnlyMemory<byte>)octets)]),
        attribute => (attribute.Name, [.. attribute.Values.Select(octets => octets.ToArray())]));

    public override string ToString() => LdifReaderTests.Describe(Entry);
}
