using System.Buffers.Binary;

namespace LdapSync.Planning.Pairs;

/// <summary>Records come back as they were, from memory and from the file.</summary>
public class SpoolTests
{
    private const int Records = 3_000;

    [Theory]
    [InlineData(long.MaxValue)] // all in memory
    [InlineData(Spool.UsualLimit)]
    [InlineData(2L << 20)] // in both
    [InlineData(0)] // all but the last in the file
    public void Records_of_all_sizes_come_back_in_any_order(long limit)
    {
        var spool = new Spool(limit);
        var places = Filled(spool);

        spool.Places().Should().Equal(places);
        int[] shuffled = [.. Enumerable.Range(0, Records).OrderBy(i => Record(i).Length ^ (i * 7919 % 4096))];
        foreach (var i in shuffled) spool.Read(places[i]).SequenceEqual(Record(i)).Should().BeTrue("record {0} was added so", i);
        spool.Clear();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(2L << 20)]
    [InlineData(0)]
    public void Records_come_back_while_places_are_told(long limit)
    {
        var spool = new Spool(limit);
        var places = Filled(spool);

        foreach (var (i, place) in spool.Places().Index())
        {
            spool.Read(place).SequenceEqual(Record(i)).Should().BeTrue("record {0} was added so", i);
            if (i % 100 == 0) spool.Read(places[^1]).SequenceEqual(Record(Records - 1)).Should().BeTrue("another may be asked for between");
            if (i % 101 == 0) spool.Read(places[i / 2]).SequenceEqual(Record(i / 2)).Should().BeTrue("another may be asked for between");
        }
        spool.Clear();
    }

    [Fact]
    public void Records_come_back_while_others_are_added()
    {
        var spool = new Spool(limit: 0);
        var places = new List<uint>();
        for (var i = 0; i < Records; i++)
        {
            places.Add(spool.Add(Record(i)));
            if (i % 50 == 0) spool.Read(places[i / 2]).SequenceEqual(Record(i / 2)).Should().BeTrue("record {0} was added so", i / 2);
        }
        spool.Clear();
    }

    [Fact]
    public void An_empty_record_is_one()
    {
        var spool = new Spool(limit: 0);
        uint[] places = [spool.Add([]), spool.Add([7]), spool.Add([])];

        places.Should().OnlyHaveUniqueItems();
        spool.Places().Should().Equal(places);
        (spool.Read(places[0]).Length, spool.Read(places[1])[0], spool.Read(places[2]).Length).Should().Be((0, 7, 0));
    }

    [Fact]
    public void A_spool_without_records_has_no_places() => new Spool(limit: 0).Places().Should().BeEmpty();

    private static uint[] Filled(Spool spool) => [.. Enumerable.Range(0, Records).Select(i => spool.Add(Record(i)))];

    /// <summary>Mostly some hundred octets, sometimes as many as a long name has, each with its number and all of them different.</summary>
    private static byte[] Record(int number)
    {
        var record = new byte[number % 97 == 0 ? 37_000 + (number % 11) : number * 31 % 1_500];
        for (var i = 0; i < record.Length; i++) record[i] = (byte)((number * 251) + i);
        if (record.Length >= 4) BinaryPrimitives.WriteInt32LittleEndian(record, number);
        return record;
    }
}
