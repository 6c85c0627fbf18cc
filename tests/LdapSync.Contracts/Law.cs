using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace LdapSync.Contracts;

/// <summary>
/// Laws that hold for whatever FsCheck makes up. The seed is fixed, so that every run tries the same cases; a failure names the smallest case that breaks the
/// law and the seed of that case. Two environment variables change this: LDAPSYNC_PROPERTY_COUNT says how many cases each law, and each test over random
/// companies, is tried on, and LDAPSYNC_PROPERTY_SEED takes another seed, or one that a failure printed, as "seed,gamma" or "seed,gamma,size".
/// </summary>
public static class Law
{
    private const int Usual = 3_000;
    private const string Seed = "2849,4511"; // gamma has to be odd

    public static void Holds<T>(Arbitrary<T> cases, Action<T> law) => Try(Prop.ForAll(cases, law));

    public static void Holds<T1, T2>(Arbitrary<T1> first, Arbitrary<T2> second, Action<T1, T2> law) => Try(Prop.ForAll(first, second, law));

    public static void Holds<T1, T2, T3>(Arbitrary<T1> first, Arbitrary<T2> second, Arbitrary<T3> third, Action<T1, T2, T3> law) =>
        Try(Prop.ForAll(first, second, third, law));

    public static void Holds<T>(Arbitrary<T> cases, Func<T, Task> law) => Try(Prop.ForAll(cases, law));

    public static void Holds<T1, T2>(Arbitrary<T1> first, Arbitrary<T2> second, Func<T1, T2, Task> law) => Try(Prop.ForAll(first, second, law));

    /// <summary>How many cases a test tries: as many as it does as a rule, unless the environment says otherwise.</summary>
    public static int Cases(int usual) =>
        Environment.GetEnvironmentVariable("LDAPSYNC_PROPERTY_COUNT") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : usual;

    /// <summary>A law whose cases take long, tried on that many as a rule.</summary>
    public static void Holds<T>(int usual, Arbitrary<T> cases, Func<T, Task> law) => Try(Prop.ForAll(cases, law), usual);

    private static void Try(Property law, int usual = Usual) => Check.One(
        Config.QuickThrowOnFailure
            .WithMaxTest(Cases(usual))
            .WithReplay(ParseSeed(Environment.GetEnvironmentVariable("LDAPSYNC_PROPERTY_SEED") ?? Seed)),
        law);

    private static Replay ParseSeed(string text)
    {
        var numbers = text.Trim('(', ')').Split(',').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new Replay(new Rnd(numbers[0], numbers[1]), numbers.Length > 2 ? FSharpOption<int>.Some((int)numbers[2]) : FSharpOption<int>.None);
    }
}
