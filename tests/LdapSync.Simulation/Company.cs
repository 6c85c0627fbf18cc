namespace LdapSync;

/// <summary>What happens in a company. Few names and few domains, so that people get into each other's way as often as possible.</summary>
internal sealed class Company
{
    private static readonly string[] Domains = ["example.com", "example.com", "example.com", "example.com", "corp.example", "corp.example", "alias.example", "elsewhere.example"];

    private static readonly string[] Names =
        ["ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal", "ida", "joe", "kim", "leo", "mia", "ned", "ola", "pat", "quin", "ron", "sue", "tom", "info", "sales", "admin"];

    private static readonly string[] Typos = ["ann", "ann@@example.com", "bob smith@example.com", "x400:c=us;o=example", "sip:cid@example.com", "@", ""];

    private readonly Random _random;
    private readonly List<Person> _people = [];
    private readonly bool _isActiveDirectory;
    private readonly int _names;
    private readonly Action[] _events;
    private int _hired;

    public Company(Random random)
    {
        _random = random;
        _isActiveDirectory = random.Next(2) == 0;
        _names = random.Next(4, Names.Length + 1);
        // Listed twice: what happens twice as often.
        _events =
        [
            Hire, Hire, Hire, Fire, Fire, Marry, Marry, Swap, Swap, Rotate, PassAlias, PassAlias, PassAlias, GainAlias, GainAlias, LoseAlias, TurnAround, TakePrimaryAsAlias,
            MergeDomains, Reorganise, BecomeGroupOrUser, BecomeGroupOrUser, Disable, Duplicate, Mistype, Correct, Respell, Succeed, TidyUp,
        ];
        for (var people = random.Next(3, 14); people > 0; people--) Hire();
    }

    public IReadOnlyList<Person> People => _people;

    /// <summary>What happened since it was last asked for, for the trace.</summary>
    public List<string> Diary { get; } = [];

    public string SomeAddress() => $"{Names[_random.Next(_names)]}@{Domains[_random.Next(Domains.Length)]}";

    public void LiveOn()
    {
        Diary.Clear();
        // Often nothing, mostly little, sometimes much.
        var much = _random.Next(4) switch { 0 => 0, 1 => 1, 2 => 3, _ => 12 };
        for (var events = _random.Next(much + 1); events > 0; events--)
        {
            var next = _events[_random.Next(_events.Length)];
            if (_people.Count == 0 && next != Hire) continue;
            next();
            Diary.Add(next.Method.Name);
        }
    }

    private void Hire()
    {
        if (_people.Count >= 25) return;
        _hired++;
        var id = new byte[16];
        _random.NextBytes(id);
        _people.Add(new Person
        {
            Id = new Guid(id),
            Name = $"{Names[_random.Next(Names.Length)]} {_hired}",
            Mail = _random.Next(10) == 0 ? [FreeAddress(), FreeAddress()] : [FreeAddress()],
            Proxies = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Proxy(FreeAddress()))],
            RecipientType = _random.Next(4) switch { 0 => 4, 1 => 16, _ => 1 },
            IsDisabled = _random.Next(12) == 0,
            IsGroup = _random.Next(6) == 0,
            IsInActiveDirectory = _isActiveDirectory,
        });
    }

    private void Fire() => _people.RemoveAt(_random.Next(_people.Count));

    /// <summary>Another name and address; the old address mostly stays as an alias.</summary>
    private void Marry() => Change(person => person with
    {
        Name = $"{Names[_random.Next(Names.Length)]} {_hired++}m",
        Mail = [FreeAddress()],
        Proxies = _random.Next(4) == 0 ? person.Proxies : [.. person.Proxies, Proxy(person.Mail.FirstOrDefault(""))],
    });

    private void Swap() => Exchange(2);

    private void Rotate() => Exchange(3);

    /// <summary>Some people pass their own addresses on in a ring.</summary>
    private void Exchange(int count)
    {
        if (_people.Count < count) return;
        var ring = Enumerable.Range(0, _people.Count).ToArray();
        _random.Shuffle(ring);
        var first = _people[ring[0]].Mail;
        for (var i = 0; i < count; i++) _people[ring[i]] = _people[ring[i]] with { Mail = i + 1 < count ? _people[ring[i + 1]].Mail : first };
    }

    private void PassAlias()
    {
        var from = _random.Next(_people.Count);
        if (_people[from].Proxies is not [var alias, .. var rest]) return;
        _people[from] = _people[from] with { Proxies = rest };
        Change(person => person with { Proxies = [.. person.Proxies, alias] });
    }

    private void GainAlias() => Change(person => person with { Proxies = [.. person.Proxies, Proxy(FreeAddress())] });

    private void LoseAlias() => Change(person => person with { Proxies = [.. person.Proxies.Skip(1)] });

    /// <summary>The primary address and an alias change places.</summary>
    private void TurnAround() => Change(person => person is { Mail: [var mail, ..], Proxies: [var alias, .. var rest] }
        ? person with { Mail = [Person.Address(alias) ?? alias], Proxies = [.. rest, Proxy(mail)] }
        : person);

    /// <summary>Somebody leaves, and a colleague gets the mail.</summary>
    private void Succeed()
    {
        var gone = _people[_random.Next(_people.Count)];
        _people.Remove(gone);
        if (_people.Count > 0) Change(person => person with { Proxies = [.. person.Proxies, .. gone.Mail.Select(Proxy), .. gone.Proxies] });
    }

    /// <summary>Somebody takes another name, and a colleague takes the old one as an alias.</summary>
    private void TakePrimaryAsAlias()
    {
        var at = _random.Next(_people.Count);
        var given = _people[at].Mail;
        _people[at] = _people[at] with { Mail = [FreeAddress()] };
        Change(person => person with { Proxies = [.. person.Proxies, .. given.Select(Proxy)] });
    }

    private void MergeDomains()
    {
        for (var i = 0; i < _people.Count; i++)
        {
            if (_people[i].Mail is not [var mail] || !mail.EndsWith("@corp.example", StringComparison.OrdinalIgnoreCase)) continue;
            _people[i] = _people[i] with { Mail = [$"{mail.Split('@')[0]}@example.com"], Proxies = [.. _people[i].Proxies, Proxy(mail)] };
        }
    }

    private void Reorganise() => Change(person => person with { Department = _random.Next(2) == 0 ? "staff" : "sales" });

    private void BecomeGroupOrUser() => Change(person => person with { IsGroup = !person.IsGroup });

    private void Disable() => Change(person => person with { IsDisabled = !person.IsDisabled });

    /// <summary>Somebody claims what is another's already.</summary>
    private void Duplicate()
    {
        var other = _people[_random.Next(_people.Count)].Addresses.FirstOrDefault(SomeAddress());
        Change(person => _random.Next(3) == 0 ? person with { Mail = [other] } : person with { Proxies = [.. person.Proxies, Proxy(other)] });
    }

    private void Mistype()
    {
        var typo = Typos[_random.Next(Typos.Length)];
        Change(person => _random.Next(2) == 0 ? person with { Mail = [typo] } : person with { Proxies = [.. person.Proxies, typo] });
    }

    private void Correct()
    {
        for (var i = 0; i < _people.Count; i++)
        {
            if (_people[i].Primary is null) _people[i] = _people[i] with { Mail = [FreeAddress()] };
        }
    }

    /// <summary>The same addresses, in capitals.</summary>
    private void Respell() => Change(person => person with
    {
        Mail = [.. person.Mail.Select(mail => mail.ToUpperInvariant())],
        Proxies = [.. person.Proxies, .. person.Proxies.Where(proxy => Person.Address(proxy) is not null).Select(proxy => Proxy(Person.Address(proxy)!.ToUpperInvariant()))],
    });

    /// <summary>Somebody tidies up; aliases pile up otherwise.</summary>
    private void TidyUp() => Change(person => person with { Proxies = [.. person.Proxies.Distinct(StringComparer.OrdinalIgnoreCase).TakeLast(2)] });

    private void Change(Func<Person, Person> change)
    {
        var at = _random.Next(_people.Count);
        _people[at] = change(_people[at]);
    }

    private string Proxy(string address) => (_random.Next(3) switch { 0 => "", 1 => "SMTP:", _ => "smtp:" }) + address;

    /// <summary>An address that nobody has, unless there is no luck.</summary>
    private string FreeAddress()
    {
        var address = SomeAddress();
        for (var tries = 0; tries < 5 && _people.Exists(person => person.Addresses.Contains(address)); tries++) address = SomeAddress();
        return address;
    }
}
