using System.Globalization;
using System.Text;
using LdapSync.Directories;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>Attributes with more values than Active Directory gives at once ([MS-ADTS] section 3.1.1.3.1.3.3).</summary>
public class RangeTests
{
    private const string Big = "cn=Big,dc=example,dc=com";
    private const int MaxValRange = 1500;

    private static readonly string[] Addresses = [.. Enumerable.Range(0, 3200).Select(i => string.Create(CultureInfo.InvariantCulture, $"smtp:a{i}@example.com"))];

    [Theory]
    [InlineData(1501)]
    [InlineData(3000)]
    [InlineData(3001)]
    [InlineData(3200)]
    public async Task R1_every_value_is_fetched_however_many_pieces_it_takes(int count)
    {
        await using var server = ScriptedServer.StartSearching(request => AsActiveDirectory(request, Addresses[..count], _ => "7"));

        var entry = (await Reading.ReadAllAsync(Reading.Options(server.Address))).Should().ContainSingle().Subject;

        entry.Attributes.Select(attribute => attribute.Name).Should().Equal("mail", "proxyAddresses");
        Texts(entry.Attributes[1]).Should().Equal(Addresses[..count]);
    }

    [Fact]
    public async Task R1_values_that_change_between_two_pieces_are_read_again()
    {
        var requests = 0;
        await using var server = ScriptedServer.StartSearching(request => AsActiveDirectory(request, Addresses[..(requests < 2 ? 3200 : 3199)], _ => ++requests > 2 ? "8" : "7"));

        Texts((await Reading.ReadAllAsync(Reading.Options(server.Address)))[0].Attributes[1]).Should().Equal(Addresses[..3199]);
    }

    [Fact]
    public async Task R1_values_that_change_all_the_time_throw()
    {
        var requests = 0;
        await using var server = ScriptedServer.StartSearching(request => AsActiveDirectory(request, Addresses, _ => $"{++requests}"));

        (await FailureAsync(server)).Should().Contain(Big).And.Contain("proxyAddresses changed with every attempt");
        requests.Should().Be(6, "three attempts, each found out with the second piece");
    }

    [Fact]
    public async Task R1_values_that_become_few_meanwhile_come_whole()
    {
        await using var server = ScriptedServer.StartSearching(request => request.IsOfOneEntry()
            ? Concat(Reply.Entry(request, Big, ("proxyAddresses", Addresses[..3])), Reply.Done(request, null))
            : AsActiveDirectory(request, Addresses, _ => "7"));

        Texts((await Reading.ReadAllAsync(Reading.Options(server.Address)))[0].Attributes[1]).Should().Equal(Addresses[..3]);
    }

    [Theory]
    [InlineData("proxyAddresses;range=5-*", 2, "proxyAddresses;range=5-* came")]
    [InlineData("proxyAddresses;range=0-9", 2, "came with 2 values")]
    [InlineData("proxyAddresses;range=0-9", 0, "came with 0 values")]
    public async Task R1_a_piece_that_is_not_the_one_asked_for_throws(string name, int count, string found)
    {
        await using var server = ScriptedServer.StartSearching(request => request.IsOfOneEntry()
            ? Concat(Reply.Entry(request, Big, (name, Addresses[..count])), Reply.Done(request, null))
            : AsActiveDirectory(request, Addresses, _ => "7"));

        (await FailureAsync(server)).Should().Contain(found);
    }

    [Theory]
    [InlineData("proxyAddresses;range=x-*")]
    [InlineData("proxyAddresses;range=0")]
    [InlineData("proxyAddresses;range=9-0")]
    [InlineData("proxyAddresses;range=0-99999999999")]
    public async Task R1_a_range_that_cannot_be_understood_throws(string name)
    {
        await using var server = ScriptedServer.StartSearching(request => Concat(Reply.Entry(request, Big, (name, Addresses[..2])), Reply.Done(request, [])));

        (await FailureAsync(server)).Should().Contain($"{name} is no range of values");
    }

    [Theory]
    [InlineData(LdapResultCode.NoSuchObject, "not there any more")]
    [InlineData(LdapResultCode.Success, "not there any more")]
    [InlineData(LdapResultCode.InsufficientAccessRights, "(50 insufficientAccessRights")]
    public async Task R1_an_entry_that_cannot_be_read_again_throws(LdapResultCode code, string found)
    {
        await using var server = ScriptedServer.StartSearching(request => request.IsOfOneEntry()
            ? Reply.Done(request, null, code)
            : AsActiveDirectory(request, Addresses, _ => "7"));

        (await FailureAsync(server)).Should().Contain(found);
    }

    [Fact]
    public async Task Pages_go_on_after_the_pieces()
    {
        await using var server = ScriptedServer.StartSearching(request =>
        {
            if (request.IsOfOneEntry()) return AsActiveDirectory(request, Addresses, _ => "7");
            return request.Cookie().Length == 0
                ? Concat(Piece(request, Addresses, 0), Reply.Done(request, [1]))
                : Concat(Reply.Entry(request, "cn=Last,dc=example,dc=com", ("mail", ["last@example.com"])), Reply.Done(request, []));
        });

        (await Reading.ReadAllAsync(Reading.Options(server.Address))).Select(entry => entry.Dn).Should().Equal(Big, "cn=Last,dc=example,dc=com");
    }

    private static Task<string> FailureAsync(ScriptedServer server) => Reading.FailureAsync<SourceException>(Reading.Options(server.Address));

    /// <summary>One entry with these addresses: the first piece in a page, any other to whoever asks for it.</summary>
    private static byte[] AsActiveDirectory(Request request, string[] addresses, Func<Request, string> changedAt)
    {
        if (!request.IsOfOneEntry()) return Concat(Piece(request, addresses, 0), Reply.Done(request, []));
        var text = Encoding.ASCII.GetString(request.Octets);
        var start = text.IndexOf("range=", StringComparison.Ordinal) + "range=".Length;
        var from = int.Parse(text[start..text.IndexOf('-', start)], CultureInfo.InvariantCulture);
        return Concat(Piece(request, addresses, from, ("uSNChanged", [changedAt(request)])), Reply.Done(request, null));
    }

    private static byte[] Piece(Request request, string[] addresses, int from, params (string Name, string[] Values)[] others)
    {
        var isLast = from + MaxValRange >= addresses.Length;
        var name = string.Create(CultureInfo.InvariantCulture, $"proxyAddresses;range={from}-{(isLast ? "*" : from + MaxValRange - 1)}");
        return Reply.Entry(request, Big, [("mail", ["big@example.com"]), ("proxyAddresses", []), (name, [.. addresses.Skip(from).Take(MaxValRange)]), .. others]);
    }

    private static IEnumerable<string> Texts(LdapAttribute attribute) => attribute.Values.Select(value => Encoding.UTF8.GetString(value.Span));

    private static byte[] Concat(params byte[][] messages) => [.. messages.SelectMany(message => message)];
}
