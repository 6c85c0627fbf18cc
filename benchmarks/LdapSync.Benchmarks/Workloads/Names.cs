using System.Globalization;
using System.Text;

namespace LdapSync.Benchmarks.Workloads;

/// <summary>The names that addresses are made of, as octets, in one of two spellings.</summary>
internal sealed class Names
{
    private const string FirstNames =
        "anna ben carla dieter eve farid grace hugo ines jonas kim luis mia nils olga paul quinn rosa sven tina ulrich vera walter xenia yusuf zoe albert beatrix conrad "
        + "doris emil fatima georg helga ivan jutta karl lena mark nora otto petra ralf susan tom ursula victor wanda xaver yvonne zoltan amir brigitte claude dana erik "
        + "florence gustav hannah ibrahim julia keith laura milan";

    private const string LastNames =
        "adams bauer costa diaz ekberg fischer garcia huber ivanova jansen kovacs lopez meyer novak okafor peters quist rossi schmidt tanaka ullrich vogel weber xu young "
        + "zimmer abbott becker cohen dubois evans ferrari gruber hansen ito jones keller lambert moreau nguyen o'brien parker quade richter schneider thomas ueda vargas wagner "
        + "ximenes yilmaz ziegler andersson brandt clark davies edwards franke green hoffmann iversen jackson klein larsen martin neumann olsen pereira queiroz roth santos "
        + "taylor urban virtanen wolf xiong yamada zhang arnold berg carter duarte eriksen fuchs graf hall ibsen jung koch lange mendes nilsen oliveira phillips qureshi reid "
        + "smith-jones tran unger vasquez walsh yang zeller ahmed baker collins dietrich engel friedrich gomez hughes iglesias johansson krause lindberg moore nowak ortiz "
        + "pohl rivera silva turner uhl vidal winter york zamora ahrens";

    private static readonly Names Small = new(name => name);
    private static readonly Names Capital = new(name => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name));

    private Names(Func<string, string> spell)
    {
        First = Octets(FirstNames, spell);
        Last = Octets(LastNames, spell);
        Domains = Octets("example.com example.net example.org mail.example.com sales.example.com example.edu-partner.org acquired-company.example lab.example.net", spell);
        ForeignDomain = Octets("bücher.example", spell)[0];
        NumberPrefix = Octets("u", spell)[0];
    }

    public byte[][] First { get; }

    public byte[][] Last { get; }

    public byte[][] Domains { get; }

    /// <summary>The domain that is not ASCII.</summary>
    public byte[] ForeignDomain { get; }

    public byte[] NumberPrefix { get; }

    public static Names Spelled(bool capitals) => capitals ? Capital : Small;

    private static byte[][] Octets(string names, Func<string, string> spell) => [.. names.Split(' ').Select(name => Encoding.UTF8.GetBytes(spell(name)))];
}
