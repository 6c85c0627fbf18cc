using LdapSync.Targets;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

// Whose an address is: never anybody else's, however it is spelled.
public abstract partial class SyncTargetContract
{
    /// <summary>Whether the target has accounts and aliases of every address that <see cref="EmailAddress"/> takes, rather than refusing some by name. Default: true.</summary>
    protected virtual bool TakesEveryAddress => true;

    /// <summary>What may stand before the @ and means something to SQL, in a path or in a query of a URL, or in a pattern.</summary>
    public static TheoryData<string> PeculiarNames { get; } =
    [
        "o'neil", "a+b", "a&b=c", "50%", "%41nn", "a_b", "a/b", "a/./b", "a?b", "#1", "a*", "!", "{a}", "^$|`~", "'--", "-a", new string('x', 64), "jürgen", "νίκος", "山田", "😀",
    ];

    [Fact]
    public async Task An_account_whose_address_is_somebody_elses_alias_is_not_added()
    {
        await ApplyAsync(Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        await ExpectFailedAsync(Add("info"));
        await ExpectFailedAsync(AddList("info"));

        await ExpectAsync("bob: info");
    }

    [Fact]
    public async Task An_alias_that_somebody_else_has_is_never_taken_over()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        await ExpectFailedAsync(AddAlias("ann", "info"), AddAlias("ann", "bob"));

        await ExpectAsync("ann", "bob: info");
    }

    [Fact]
    public async Task The_address_of_an_account_is_no_alias_of_its_own()
    {
        await ApplyAsync(Add("ann"));

        await ExpectFailedAsync(AddAlias("ann", "ann"));
        await ExpectFailedAsync(RemoveAlias("ann", "ann"));

        await ExpectAsync("ann");
    }

    [Fact]
    public async Task An_alias_that_is_somebody_elses_now_stays_there_when_it_is_to_be_removed()
    {
        await ApplyAsync(Add("ann"), Add("bob"));
        await ApplyAsync(AddAlias("bob", "info"));

        await ApplyAsync(RemoveAlias("ann", "info"), RemoveAlias("ann", "bob"), RemoveAlias("nobody", "ann"));

        await ExpectAsync("ann", "bob: info");
    }

    [Fact]
    public async Task Case_makes_no_difference_and_the_first_spelling_is_shown()
    {
        await ApplyAsync(Add("Ann"));
        await ApplyAsync(AddAlias("aNN", "A.Smith"));
        await ApplyAsync(Add("bob"));

        await ApplyAsync(Add("ANN"), AddAlias("ANN", "a.SMITH"), RemoveAlias("BOB", "a.smith"));
        await ExpectFailedAsync(AddAlias("bob", "A.SMITH"), AddAlias("Bob", "ANN"));
        await ExpectFailedAsync(Add("A.SMITH"));

        await ExpectAsync("Ann: A.Smith", "bob");
        await ApplyAsync(RemoveAlias("ann", "a.smith"), Delete("BOB"));
        await ExpectAsync("Ann");
    }

    [Fact]
    public async Task Addresses_of_other_domains_are_taken_or_refused_as_the_target_tells()
    {
        await ApplyAsync(Add("ann"));
        var domains = (await Target.ReadDomainsAsync(Cancelled)).Domains;

        if (domains.Count > 0)
        {
            Assert.Contains(domains, domain => At($"ann@{domain}") == At("ann"));
            await ExpectFailedAsync(Add("ann@elsewhere.example"), AddAlias("ann", "a1@elsewhere.example"));
            await ExpectAsync("ann");
            return;
        }
        await ApplyAsync(Add("ann@elsewhere.example"), AddAlias("ann", "Jürgen@Bücher.example"));
        await ApplyAsync(AddAlias("ann", "jürgen@xn--bcher-kva.example"), AddAlias("ann@elsewhere.example", "a1@elsewhere.example")); // another spelling of the domain
        await ExpectFailedAsync(Add("JÜRGEN@bücher.example"));
        await ExpectAsync("ann: Jürgen@Bücher.example", "ann@elsewhere.example: a1@elsewhere.example");
    }

    [Theory]
    [MemberData(nameof(PeculiarNames))]
    public async Task Peculiar_names_are_names_like_any_other(string name)
    {
        await ApplyAsync(Add("ann"), Add("a"));

        if (!await IsAppliedAsync(Add(name))) return;
        await ExpectAsync("a", "ann", name);
        await ApplyAsync(Add(name));
        await ApplyAsync(MakeList(name));
        await ApplyAsync(Delete(name));
        await ExpectAsync("a", "ann");
        if (!await IsAppliedAsync(AddAlias("ann", name))) return;
        await ApplyAsync(AddAlias("ann", name));
        await ExpectFailedAsync(AddAlias("a", name));
        await ExpectFailedAsync(Add(name));
        await ExpectAsync("a", $"ann: {name}");
        await ApplyAsync(RemoveAlias("ann", name));
        await ExpectAsync("a", "ann");

        async Task<bool> IsAppliedAsync(Planning.AccountChange change)
        {
            if (TakesEveryAddress || (await TryAsync(change))[0].Status == OutcomeStatus.Applied)
            {
                await ApplyAsync(change);
                return true;
            }
            await ExpectAsync("a", "ann");
            return false;
        }
    }

    [Fact]
    public async Task Many_peculiar_names_fit_into_one_batch()
    {
        if (!TakesEveryAddress) return; // which are taken, the theory above has tried one by one
        string[] names = [.. PeculiarNames.Select(row => row.Data).Where(name => name.Length < 60).Order(StringComparer.Ordinal)];
        await ApplyAsync(Add("ann"));

        await ApplyAsync([.. names.Select(name => Add(name)), .. names.Select(name => AddAlias("ann", $"x-{name}"))]);

        await ExpectAsync([.. names, $"ann: {string.Join(", ", names.Select(name => $"x-{name}"))}"]);
        await ApplyAsync([.. names.Select(Delete), .. names.Select(name => RemoveAlias("ann", $"x-{name}"))]);
        await ExpectAsync("ann");
    }
}
