namespace LdapSync.MailRoute.FakeServer.Listing;

/// <summary>What can be asked of a field in a query.</summary>
[Flags]
internal enum Lookups
{
    None = 0,
    Exact = 1,
    In = 2,
    Others = 4,
    Any = Exact | In | Others,
}

/// <summary>A field of a resource. One without lookups is known, so that filtering by it is refused rather than ignored.</summary>
internal sealed record Field<T>(string Name, Lookups Lookups = Lookups.None)
{
    /// <summary>What a filter compares.</summary>
    public Func<T, string> Text { get; init; } = _ => "";

    /// <summary>How it is compared, where the lookup does not say so (<c>iexact</c>).</summary>
    public StringComparison Comparison { get; init; } = StringComparison.OrdinalIgnoreCase;

    /// <summary>Whether a filter's value has to be a number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>How to order by it; null: it cannot be ordered by.</summary>
    public Comparison<T>? Order { get; init; }

    /// <summary>The objects of an exact value, without looking at all of them; null: they are looked at.</summary>
    public Func<string, IEnumerable<T>>? Find { get; init; }
}
