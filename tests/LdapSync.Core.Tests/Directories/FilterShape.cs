using FsCheck;
using FsCheck.Fluent;
using LdapSync.Directories.Filters;

namespace LdapSync.Directories;

/// <summary>A made-up filter that knows which smaller ones it contains or resembles.</summary>
internal sealed class FilterShape(LdapFilter filter, Func<IEnumerable<FilterShape>> smaller)
{
    private static readonly Arbitrary<string> Attributes = Some.Of("a", "b", "a;x-1", "2.5.4.3", "objectCategory");
    private static readonly Arbitrary<string> Rules = Some.Of("2.5.13.5", "caseIgnoreMatch", "1.2.840.113556.1.4.804", "9.9");
    private static readonly Arbitrary<byte[]> Values = Some.Octets(5);
    private static readonly Arbitrary<byte[]> Parts = Values.Filter(octets => octets.Length > 0); // of a substring filter: none is empty
    private static readonly Arbitrary<byte[][]> Middles = Some.ListOf(Parts, 2);

    public static Arbitrary<FilterShape> Any { get; } = Arb.From(AnyOf(depth: 4), shape => shape.Smaller());

    public LdapFilter Filter { get; } = filter;

    public override string ToString() => Filter.ToString();

    private IEnumerable<FilterShape> Smaller() => smaller();

    private static Gen<FilterShape> AnyOf(int depth)
    {
        var item = Gen.OneOf(
            Attributes.Generator.Select(attribute => Leaf(attribute, Attributes.Shrinker, a => new Present(a))),
            Comparison((attribute, value) => new EqualityMatch(attribute, value)),
            Comparison((attribute, value) => new EqualityMatch(attribute, value)),
            Comparison((attribute, value) => new GreaterOrEqual(attribute, value)),
            Comparison((attribute, value) => new LessOrEqual(attribute, value)),
            Comparison((attribute, value) => new ApproximateMatch(attribute, value)),
            Comparison((attribute, value) => new ExtensibleMatch(attribute, dnAttributes: false, rule: null, value)),
            Comparison((attribute, value) => new ExtensibleMatch(attribute, dnAttributes: true, rule: null, value)),
            Rules.Generator.SelectMany(rule => Comparison((attribute, value) => new ExtensibleMatch(attribute, dnAttributes: false, rule, value))),
            Rules.Generator.SelectMany(rule => Comparison((_, value) => new ExtensibleMatch(attribute: null, dnAttributes: true, rule, value))),
            Substring((attribute, part, middle) => new Substrings(attribute, Value(part), Values(middle), final: null)),
            Substring((attribute, part, middle) => new Substrings(attribute, initial: null, Values(middle), Value(part))),
            Substring((attribute, part, middle) => new Substrings(attribute, initial: null, [Value(part), .. Values(middle)], final: null)),
            Substring((attribute, part, middle) => new Substrings(attribute, Value(part), Values(middle), Value(part))));
        if (depth == 0) return item;

        var inner = AnyOf(depth - 1);
        var some = Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(inner, count));
        return Gen.Frequency((6, item), (2, inner.Select(Not)), (2, some.Select(And)), (2, some.Select(Or)));

        static AssertionValue Value(byte[] octets) => new(octets);
        static AssertionValue[] Values(byte[][] parts) => [.. parts.Select(Value)];
    }

    private static Gen<FilterShape> Comparison(Func<string, AssertionValue, LdapFilter> make)
    {
        var operands = Arb.Zip(Attributes, Values);
        return operands.Generator.Select(pair => Leaf(pair, operands.Shrinker, operand => make(operand.Item1, new AssertionValue(operand.Item2))));
    }

    private static Gen<FilterShape> Substring(Func<string, byte[], byte[][], LdapFilter> make)
    {
        var operands = Arb.Zip(Attributes, Arb.Zip(Parts, Middles));
        return operands.Generator.Select(pair => Leaf(pair, operands.Shrinker, operand => make(operand.Item1, operand.Item2.Item1, operand.Item2.Item2)));
    }

    private static FilterShape Leaf<T>(T operand, Func<T, IEnumerable<T>> shrink, Func<T, LdapFilter> make) =>
        new(make(operand), () => shrink(operand).Select(simpler => Leaf(simpler, shrink, make)));

    private static FilterShape Not(FilterShape negated) => new(new Not(negated.Filter), () => [negated, .. negated.Smaller().Select(Not)]);

    private static FilterShape And(FilterShape[] shapes) => Set(shapes, filters => new And(filters));

    private static FilterShape Or(FilterShape[] shapes) => Set(shapes, filters => new Or(filters));

    private static FilterShape Set(FilterShape[] shapes, Func<LdapFilter[], LdapFilter> make) => new(
        make([.. shapes.Select(shape => shape.Filter)]),
        () => shapes
            .Concat(shapes.Select((_, i) => Set([.. shapes[..i], .. shapes[(i + 1)..]], make)))
            .Concat(shapes.SelectMany((shape, i) => shape.Smaller().Select(simpler => Set([.. shapes[..i], simpler, .. shapes[(i + 1)..]], make)))));
}
