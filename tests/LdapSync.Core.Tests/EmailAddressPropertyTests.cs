using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LdapSync;

/// <summary>R5 for any address. Where letters have no second case, or one that is shared (the two small sigmas), the laws are the most interesting.</summary>
public class EmailAddressPropertyTests
{
    private const string Letters = "abkszABZ019éÜßẞΣσςİıſKÅⱥȺ名😀𐐀𐐨";
    private const string Atoms = Letters + "!#$%&'*+-/=?^_`{|}~";

    // IDNA's own examples and others that are published; not made with the mapping that is tested.
    private static readonly (string U, string A)[] Labels =
    [
        ("example", "example"), ("bücher", "xn--bcher-kva"), ("münchen", "xn--mnchen-3ya"), ("пример", "xn--e1afmkfd"), ("παράδειγμα", "xn--hxajbheg2az3al"),
        ("例え", "xn--r8jz45g"), ("испытание", "xn--80akhbyknj4f"), ("a-1", "a-1"),
    ];

    private static readonly Arbitrary<(string U, string A)[]> Domains = Some.ListOf(Some.Of(Labels), 3)
        .Convert<(string U, string A)[], (string U, string A)[]>(labels => [.. labels, Labels[0], ("com", "com")], labels => labels[..^2]);

    private static readonly Arbitrary<string> LocalParts = Arb.From(
        Gen.Frequency((1, Some.Text("ab", 4).Generator), (3, Some.Text(Atoms, 12).Generator), (1, Some.Text(Atoms + ".", 12).Generator)),
        Some.Text(Atoms, 12).Shrinker)
        .Filter(local => local.Length > 0 && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal));

    private static readonly Arbitrary<string> Addresses = Arb.From(
        LocalParts.Generator.Zip(Domains.Generator, (local, domain) => $"{local}@{Join(domain, label => label.U)}"),
        text => Some.Text(Atoms, 1).Shrinker(text).Where(smaller => EmailAddress.TryParse(smaller, out _, out _)));

    [Fact]
    public void R5_the_canonical_form_is_an_address_and_its_own_canonical_form() => Law.Holds(Addresses, text =>
    {
        var address = EmailAddress.Parse(text);
        var canonical = EmailAddress.Parse(address.Canonical);

        canonical.Canonical.Should().Be(address.Canonical);
        canonical.Should().Be(address);
        address.ToString().Should().Be(text, "the spelling is kept");
        $"{address.LocalPart}@{address.Domain}".Should().Be(address.Canonical);
        Ascii.IsValid(address.Domain).Should().BeTrue();
    });

    [Fact]
    public void R5_case_makes_no_difference() => Law.Holds(Addresses, Some.ListOf(Some.Of(false, true), 40), (text, upper) =>
    {
        var runes = text.EnumerateRunes().ToArray();
        var other = string.Concat(runes.Select((rune, i) => i < upper.Length && upper[i] ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)));
        if (!EmailAddress.TryParse(other, out var address, out _)) throw new InvalidOperationException($"'{other}' is no address");

        address.Should().Be(EmailAddress.Parse(text), "of '{0}'", other);
    });

    [Fact]
    public void R5_a_domain_in_letters_and_in_a_labels_is_the_same() => Law.Holds(LocalParts, Domains, (local, domain) =>
    {
        var letters = EmailAddress.Parse($"{local}@{Join(domain, label => label.U)}");
        var labels = EmailAddress.Parse($"{local}@{Join(domain, label => label.A)}");
        var capitals = EmailAddress.Parse($"{local}@{Join(domain, label => label.U).ToUpperInvariant()}");

        letters.Domain.Should().Be(Join(domain, label => label.A));
        labels.Should().Be(letters);
        capitals.Should().Be(letters);
    });

    [Fact]
    public void R5_equality_hash_and_order_agree_with_the_canonical_form()
    {
        // Few letters, so that equal ones meet.
        var few = Some.Text("aAéÉσς", 2).Filter(local => local.Length > 0).Convert(local => EmailAddress.Parse(local + "@a.com"), address => address.LocalPart);

        Law.Holds(few, few, few, (a, b, c) =>
        {
            a.Equals(b).Should().Be(string.Equals(a.Canonical, b.Canonical, StringComparison.Ordinal));
            (a == b).Should().Be(a.Equals(b)).And.Be(a.Equals((object)b)).And.Be(!(a != b));
            a.Equals(b).Should().Be(a.CompareTo(b) == 0);
            if (a == b) a.GetHashCode().Should().Be(b.GetHashCode());
            if (string.Equals(a.ToString(), b.ToString(), StringComparison.OrdinalIgnoreCase)) a.Should().Be(b);

            Math.Sign(a.CompareTo(b)).Should().Be(-Math.Sign(b.CompareTo(a)));
            if (a <= b && b <= c) a.Should().Match<EmailAddress>(_ => a <= c, "order is transitive");
            (a < b).Should().Be(a.CompareTo(b) < 0).And.Be(b > a).And.Be(!(b <= a)).And.Be(!(a >= b));
        });
    }

    [Fact]
    public void R5_any_text_is_an_address_or_refused_with_a_reason() =>
        Law.Holds(Some.Text(Atoms + "@@@.. \t\n\0\"(),:;<>[]\\\u007f\u00ad\u200d\u3002\ud800\udc00", 12), Some.Of("", "@", "@a.com", "a@"), (text, frame) =>
        {
            var whole = frame.StartsWith('@') ? text + frame : frame + text;
            if (EmailAddress.TryParse(whole, out var address, out var reason))
            {
                EmailAddress.Parse(address.Canonical).Should().Be(EmailAddress.Parse(whole));
            }
            else
            {
                address.Should().Be(default(EmailAddress));
                var parse = () => EmailAddress.Parse(whole);
                parse.Should().ThrowExactly<FormatException>().Which.Message.Should().EndWith($": {reason}.");
            }
        });

    [Fact]
    public void R5_the_octets_of_the_local_part_and_of_the_whole_decide_whether_it_is_too_long() =>
        Law.Holds(Some.Text("aé名😀", 70), Some.ListOf(Some.Text("a1", 80).Filter(label => label.Length > 0), 8), (local, labels) =>
        {
            var domain = string.Join('.', [.. labels, "com"]);
            var isShortEnough = Encoding.UTF8.GetByteCount(local) is > 0 and <= 64 && labels.Length > 0 && Array.TrueForAll(labels, label => label.Length <= 63)
                && Encoding.UTF8.GetByteCount(local) + 1 + domain.Length <= 254;

            EmailAddress.TryParse($"{local}@{domain}", out _, out _).Should().Be(isShortEnough);
        });

    private static string Join((string U, string A)[] labels, Func<(string U, string A), string> spelling) => string.Join('.', labels.Select(spelling));
}
