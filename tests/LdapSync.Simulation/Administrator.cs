namespace LdapSync;

/// <summary>Somebody who works on the target by hand.</summary>
internal static class Administrator
{
    /// <summary>The target before the first sync: empty, or more or less what the company has.</summary>
    public static void SetUp(Mailboxes mailboxes, Company company, Rules rules, Random random)
    {
        if (random.Next(3) == 0) return;
        foreach (var person in company.People.Where(_ => random.Next(5) > 0)) CreateFor(person, mailboxes, random);
        for (var more = random.Next(8); more > 0; more--) CreateAny(mailboxes, company, random);
        MakeUnequivocal(mailboxes, rules);
    }

    public static void Meddle(Mailboxes mailboxes, Company company, Rules rules, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var addresses = mailboxes.Addresses.ToArray();
            if (random.Next(2) == 0 && addresses.Length > 0) mailboxes.Remove(addresses[random.Next(addresses.Length)]);
            else if (random.Next(2) == 0 && company.People.Count > 0) CreateFor(company.People[random.Next(company.People.Count)], mailboxes, random);
            else CreateAny(mailboxes, company, random);
        }
        MakeUnequivocal(mailboxes, rules);
    }

    private static void CreateFor(Person person, Mailboxes mailboxes, Random random)
    {
        var addresses = person.Addresses.ToArray();
        if (addresses.Length == 0) return;
        if (random.Next(4) == 0) random.Shuffle(addresses);
        mailboxes.Create(addresses[0], (AccountKind)random.Next(2), addresses.Skip(1).Where(_ => random.Next(4) > 0), random.Next(4) > 0 ? $"{person.Id}" : null);
    }

    private static void CreateAny(Mailboxes mailboxes, Company company, Random random) =>
        mailboxes.Create(company.SomeAddress(), (AccountKind)random.Next(3), Enumerable.Range(0, random.Next(3)).Select(_ => company.SomeAddress()), null);

    /// <summary>No target has the same address for two accounts, nor in two spellings of a domain.</summary>
    private static void MakeUnequivocal(Mailboxes mailboxes, Rules rules)
    {
        var owners = new Dictionary<string, Mailbox>();
        foreach (var mailbox in mailboxes.All.Where(mailbox => !rules.Hides(mailbox)).ToArray())
        {
            foreach (var address in mailbox.Addresses.Where(address => !rules.HidesAlias(address)).Reverse().ToArray())
            {
                if (!owners.TryAdd(rules.Fold(address), mailbox) && owners[rules.Fold(address)] != mailbox) mailboxes.Remove(address);
            }
        }
    }
}
