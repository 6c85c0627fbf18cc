using System.Text;

namespace LdapSync.Benchmarks.Workloads;

/// <summary>What becomes of an account when the directory's new state is told to the target.</summary>
internal enum Fate { Stays, New, Modified }

/// <summary>How an address is made of a person's name. No two people share an address.</summary>
internal enum AddressForm { FirstLast, LastFirst, Number, FormerDomain, Underscore }

/// <summary>Somebody with a name and addresses, all of it derived from a number.</summary>
internal readonly struct Person
{
    private const int NamesTogether = 8192; // 64 first names, 128 last names

    private readonly int _index;
    private readonly ulong _random;

    public Person(int index, int seed) => (_index, _random) = (index, Mix(((ulong)(uint)seed << 32) + (uint)index));

    /// <summary>The four addresses, the account's own first.</summary>
    public static ReadOnlySpan<AddressForm> Usual => [AddressForm.FirstLast, AddressForm.LastFirst, AddressForm.Number, AddressForm.FormerDomain];

    /// <summary>The same four, where the first alias has become the account's own address.</summary>
    public static ReadOnlySpan<AddressForm> Renamed => [AddressForm.LastFirst, AddressForm.FirstLast, AddressForm.Number, AddressForm.FormerDomain];

    /// <summary>The four as they were before the last alias but one was replaced.</summary>
    public static ReadOnlySpan<AddressForm> Former => [AddressForm.FirstLast, AddressForm.Underscore, AddressForm.Number, AddressForm.FormerDomain];

    public Fate Fate => ((_random >> 32) % 100) switch { 0 => Fate.New, < 6 => Fate.Modified, _ => Fate.Stays };

    /// <summary>Whether the entry has a value of another kind among its addresses: so many that they are 2 % of all values.</summary>
    public bool HasOtherValue => Choice(17) % 1000 < 82;

    /// <summary>An address as text.</summary>
    public string Text(AddressForm form)
    {
        var writer = new OctetWriter(stackalloc byte[256]);
        Write(form, ref writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    /// <summary>Writes an address: one in four has capitals, one in a thousand is not ASCII.</summary>
    public void Write(AddressForm form, ref OctetWriter writer)
    {
        var choice = Choice((int)form);
        var names = Names.Spelled(capitals: (choice & 3) == 0);
        var foreign = (choice >> 2) % 2000;
        if (foreign == 0) writer.Add("chloé-"u8);
        WriteLocalPart(form, names, ref writer);
        writer.Add((byte)'@');
        writer.Add(foreign == 1 ? names.ForeignDomain : names.Domains[DomainOf(form)]);
    }

    /// <summary>A GUID's text, the same for the same number.</summary>
    public static void WriteId(int number, ref OctetWriter writer)
    {
        var high = Mix((ulong)number);
        var low = Mix(high);
        writer.Add(new Guid((uint)high, (ushort)(high >> 32), (ushort)(high >> 48), (byte)low, (byte)(low >> 8), (byte)(low >> 16), (byte)(low >> 24), (byte)(low >> 32), (byte)(low >> 40), (byte)(low >> 48), (byte)(low >> 56)));
    }

    private void WriteLocalPart(AddressForm form, Names names, ref OctetWriter writer)
    {
        if (form == AddressForm.Number)
        {
            writer.Add(names.NumberPrefix);
            writer.Add(_index, "D7");
            return;
        }
        // Each block of people has every name once, in an order that is no alphabet.
        var name = ((_index * 4007) + ((_index / NamesTogether) * 769)) & (NamesTogether - 1);
        var (first, last) = (names.First[name % 64], names.Last[name / 64]);
        writer.Add(form == AddressForm.LastFirst ? last : first);
        writer.Add(form == AddressForm.Underscore ? (byte)'_' : (byte)'.');
        writer.Add(form == AddressForm.LastFirst ? first : last);
        if (_index >= NamesTogether) writer.Add(_index / NamesTogether);
    }

    /// <summary>Seven of ten people are in the first domain, one in a thousand in the last.</summary>
    private int DomainOf(AddressForm form)
    {
        var choice = (int)(Choice(16) % 1000);
        var domain = choice switch { < 700 => 0, 999 => 7, _ => 1 + (choice % 6) };
        return form == AddressForm.FormerDomain ? (domain + 1) % 7 : domain;
    }

    private ulong Choice(int purpose) => Mix(_random + (ulong)purpose);

    /// <summary>SplitMix64: a number in, as good as a random one out (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
