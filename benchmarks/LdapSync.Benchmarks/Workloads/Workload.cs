using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Workloads;

/// <summary>
/// A made-up company in two states: what the directory says now, and what the target was given last time. Everything follows from the seed and a number, so
/// the two sides are made apart from one another, on the fly, and the same each time; ten million entries never stand in memory.
/// </summary>
/// <param name="Size">How many entries the directory has; each asks for four addresses.</param>
/// <param name="Profile">What has happened between the two states.</param>
/// <param name="Seed">Another seed is another company.</param>
internal sealed record Workload(int Size, Profile Profile = Profile.Churn, int Seed = 20261122)
{
    private const int Stride = int.MaxValue; // a prime, so that its multiples come upon every account before one comes again

    /// <summary>The entries, in the order in which they were created.</summary>
    public IEnumerable<LdapEntry> Entries()
    {
        var people = Profile == Profile.ClaimedTwice ? (Size + 1) / 2 : Size;
        for (var i = 0; i < Size; i++)
        {
            var person = new Person(i % people, Seed);
            yield return EntryWriter.Write(i, person, Profile == Profile.AllRenamed ? Person.Renamed : Person.Usual);
        }
    }

    /// <summary>The accounts of the target, in an order that has nothing to do with the directory's.</summary>
    public IEnumerable<MailAccount> Accounts()
    {
        var count = Profile switch
        {
            Profile.FirstLoad => 0,
            Profile.ClaimedTwice => (Size + 1) / 2,
            Profile.Churn => Size + (Size / 100), // behind the last entry: accounts whose entry is gone
            _ => Size,
        };
        for (var i = 0; i < count; i++)
        {
            var index = (int)((long)i * Stride % count);
            var person = new Person(index, Seed);
            var fate = Profile == Profile.Churn && index < Size ? person.Fate : Fate.Stays;
            if (fate != Fate.New) yield return MakeAccount(person, fate == Fate.Modified ? Person.Former : Person.Usual);
        }
    }

    /// <summary>A planner for a target that can all but keep ids, with so many exclusion patterns.</summary>
    public SyncPlanner Planner(int patterns = 1_000) => new(Options(patterns), TargetCapabilities.Rename | TargetCapabilities.AtomicMove);

    /// <summary>Settings with so many exclusion patterns; the rest is as it is when nobody says anything.</summary>
    public SyncOptions Options(int patterns = 1_000) => new() { Exclusions = [.. ExclusionPatterns.For(this, patterns)] };

    private static MailAccount MakeAccount(in Person person, ReadOnlySpan<AddressForm> forms)
    {
        var aliases = new EmailAddress[forms.Length - 1];
        for (var i = 0; i < aliases.Length; i++) aliases[i] = EmailAddress.Parse(person.Text(forms[i + 1]));
        return new MailAccount(EmailAddress.Parse(person.Text(forms[0])), AccountKind.Mailbox, aliases);
    }
}
