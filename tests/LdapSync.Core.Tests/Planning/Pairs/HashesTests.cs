using System.Text;

namespace LdapSync.Planning.Pairs;

/// <summary>Hashes, and what finds by them: what they tell apart is different, what they take for the same is looked at again.</summary>
public class HashesTests
{
    private static readonly AddressHasher Hasher = new(seed: 11);

    [Fact]
    public void An_address_in_any_spelling_has_one_hash()
    {
        var expected = Hasher.Address(Hasher.Domain("example.com"u8), "ann.lee"u8);

        Hasher.Address(Given.Address("ann.lee")).Should().Be(expected);
        Hasher.Address(Given.Address("ANN.Lee@Example.COM")).Should().Be(expected);
        Hasher.Address("ann.lee@example.com").Should().Be(expected);
        Hasher.Address(Given.Address("\u212a1")).Should().Be(Hasher.Address(Given.Address("k1")));
        Hasher.Address(Given.Address("a@bücher.example")).Should().Be(Hasher.Address(Given.Address("a@xn--bcher-kva.example")));
    }

    [Fact]
    public void Addresses_of_all_lengths_have_hashes_of_their_own()
    {
        const string letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl";
        var texts = Enumerable.Range(1, letters.Length).SelectMany(length => Enumerable.Range(0, length).Select(i => letters[..i] + "0" + letters[(i + 1)..length]).Append(letters[..length]));

        texts.Select(local => Hasher.Address(Given.Address(local))).Should().OnlyHaveUniqueItems();
        texts.Select(local => Hasher.Address(Given.Address(local + "@b.example"))).Should().NotIntersectWith(texts.Select(local => Hasher.Address(Given.Address(local))));
    }

    [Fact]
    public void Every_process_hashes_in_its_own_way() =>
        new AddressHasher(12).Address(Given.Address("ann")).Should().NotBe(Hasher.Address(Given.Address("ann")));

    [Fact]
    public void A_text_that_is_too_long_for_an_address_has_a_hash_too() => Hasher.Address(new string('x', 1_000)).Should().Be(Hasher.Address(new string('y', 2_000)));

    [Fact]
    public void Ids_have_hashes_of_their_own() =>
        Enumerable.Range(0, 1_000).Select(i => Hasher.Id(new Guid(i, (short)i, 0, new byte[8]))).Should().OnlyHaveUniqueItems();

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0xffff_0000_0000_0000)]
    [InlineData(0xff)]
    [InlineData(0)]
    public void The_index_finds_every_account_whatever_its_hash(ulong kept)
    {
        var index = new AccountIndex(1_000);
        ulong[] hashes = [.. Enumerable.Range(0, 1_000).Select(i => new AddressHasher(3, kept).Address(Given.Address($"user{i}")))];
        foreach (var (i, hash) in hashes.Index()) index.Add(hash, (uint)i);

        foreach (var (i, hash) in hashes.Index().Where(item => item.Index % 7 == 0)) Found(index, hash).Should().Contain((uint)i);
        // A hash of 64 bits that few share is found with hardly anybody else.
        if (kept == ulong.MaxValue) Found(index, hashes[5]).Should().Equal(5u);
        index.Clear();
    }

    [Theory]
    [InlineData(uint.MaxValue)] // the index finds everybody, the filter tells them apart
    [InlineData(0xffff_ffff_0000_0000)] // and the other way round
    [InlineData(0)]
    public void R15_accounts_whose_hashes_collide_are_told_apart_by_their_octets(ulong kept)
    {
        var options = new SyncOptions();
        MailAccount[] existing = [Given.Account("ann"), Given.Account("bob"), Given.Account("cid")];
        foreach (var names in (string[][])[["bob"], ["cid", "c1"], ["ann", "new"], ["new"]])
        {
            var input = new PlanInput(options, TargetCapabilities.None, hasher: new AddressHasher(9, kept));
            foreach (var account in existing) input.Add(account);
            input.Add(Given.Entry(names));
            Paired.ShallBeTheSame(new SyncPlanner(options).Plan(input), Paired.ByTheRules(existing, [Given.Entry(names)], options));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void The_index_of_few_accounts_ends(int accounts)
    {
        var index = new AccountIndex(accounts);
        for (uint i = 0; i < accounts; i++) index.Add(ulong.MaxValue, i);

        Found(index, ulong.MaxValue).Should().HaveCount(accounts);
        Found(index, 0).Should().BeEmpty();
        Found(index, ulong.MaxValue - uint.MaxValue - 1).Should().BeEmpty();
        index.Clear();
    }

    [Fact]
    public void The_filter_knows_everything_that_was_added_and_hardly_anything_else()
    {
        var filter = new AddressFilter(10_000);
        ulong[] added = [.. Hashes("in", 10_000)], others = [.. Hashes("out", 10_000)];

        added.Count(filter.Add).Should().BeLessThan(50);
        added.Should().OnlyContain(hash => filter.MayHave(hash));
        added.Should().OnlyContain(hash => filter.Add(hash));
        others.Count(filter.MayHave).Should().BeLessThan(50);
        filter.Clear();
    }

    [Fact]
    public void A_new_filter_knows_nothing_although_its_memory_was_used_before()
    {
        var used = new AddressFilter(100);
        foreach (var hash in Hashes("in", 100)) used.Add(hash);
        used.Clear();

        Hashes("in", 100).Count(new AddressFilter(100).MayHave).Should().Be(0);
        new AddressFilter(0).MayHave(ulong.MaxValue).Should().BeFalse();
    }

    private static IEnumerable<ulong> Hashes(string name, int count) => Enumerable.Range(0, count).Select(i => Hasher.Address(Hasher.Domain("example.com"u8), Encoding.ASCII.GetBytes($"{name}{i}")));

    private static List<uint> Found(AccountIndex index, ulong hash)
    {
        var found = new List<uint>();
        foreach (var place in index.Find(hash)) found.Add(place);
        return found;
    }
}
