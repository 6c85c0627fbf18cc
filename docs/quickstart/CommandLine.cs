using LdapSync.MailRoute;
using LdapSync.Planning;

namespace LdapSync.Quickstart;

/// <summary>The arguments, read. Their values never appear in a message: one of them may be a password that went astray.</summary>
internal sealed class CommandLine
{
    private const string SettingPrefix = $"--{SyncOptions.Section}:";

    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private string? _target;

    private CommandLine()
    {
    }

    public Verb Verb { get; private set; }

    public bool Help { get; private set; }

    public bool Json { get; private set; }

    public bool Verbose { get; private set; }

    /// <summary>Keep a plan in the history.</summary>
    public bool Record { get; private set; }

    /// <summary>Where the plan is saved.</summary>
    public string? Save { get; private set; }

    /// <summary>What follows the verb, such as the file of apply.</summary>
    public string? Operand { get; private set; }

    /// <summary>The address to explain.</summary>
    public EmailAddress? Address { get; private set; }

    /// <summary>The violations of the saved plan that do not count.</summary>
    public HashSet<ViolationKind> Approved { get; } = [];

    /// <summary>Which entries are recorded; null: all.</summary>
    public string? Filter { get; private set; }

    /// <summary>The LDIF file that takes the place of the servers.</summary>
    public string? Ldif { get; private set; }

    /// <summary>Whether the directory is one or more servers.</summary>
    public bool ReadsServers => Ldif is null && ReadsDirectory;

    private bool ReadsDirectory => KnownVerb.Of(Verb) is { ReadsDirectory: true };

    /// <summary>Whether the target is named on the command line, which goes before settings that name another one.</summary>
    public bool NamesTarget => _target is not null;

    /// <summary>Whether accounts are read or written.</summary>
    public bool UsesTarget => Verb is not (Verb.Test or Verb.Record or Verb.History);

    /// <summary>The SQLite file. The made-up company has its own: it must never replace the mailboxes of a real one.</summary>
    public string Target => _target ?? (Verb == Verb.Demo ? "company.db" : "mailboxes.db");

    /// <summary>Settings as arguments for the configuration's own reader: <c>--LdapSync:Key=value</c>.</summary>
    public string[] Settings => [.. _settings.Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <exception cref="UsageException">The arguments are not understood.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Length; i++) line.Read(arguments, ref i);
        if (!line.Help) line.Check();
        return line;
    }

    private void Read(string[] arguments, ref int i)
    {
        var argument = arguments[i];
        if (argument.StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var (name, value) = NameAndValue(arguments, ref i);
            if (!_settings.TryAdd(name[2..], value)) throw new UsageException($"{name} is given twice; give the values of a list in one, separated by commas.");
            return;
        }
        switch (argument.Split('=')[0])
        {
            case "--ldif": Ldif = Once(Ldif, NameAndValue(arguments, ref i)); break;
            case "--target": _target = Once(_target, NameAndValue(arguments, ref i)); break;
            case "--save": Save = Once(Save, NameAndValue(arguments, ref i)); break;
            case "--filter": Filter = Once(Filter, NameAndValue(arguments, ref i)); break;
            case "--approve": Approve(arguments, ref i); break;
            case "--json" when argument == "--json": Json = true; break;
            case "--verbose" when argument == "--verbose": Verbose = true; break;
            case "--record" when argument == "--record": Record = true; break;
            case "--help" or "-h": Help = true; break;
            // Ahead of the options: a local part may begin with a hyphen.
            case var _ when TakesAddress && argument.Contains('@', StringComparison.Ordinal) && !argument.StartsWith("--", StringComparison.Ordinal): Address = ReadAddress(argument, i); break;
            case var option when option.StartsWith('-'): throw new UsageException(IsName(option) ? $"There is no option {option}." : $"Argument {i + 1} is no option.");
            case var name when Verb == Verb.Demo && KnownVerb.Find(name) is { } known: Verb = known.Verb; break;
            case var _ when TakesAddress: Address = ReadAddress(argument, i); break;
            case var operand when operand.Length > 0 && Operand is null && KnownVerb.Of(Verb) is { Operand: not null }: Operand = operand; break;
            default: throw new UsageException($"Argument {i + 1} is not understood: expected one verb, which is {KnownVerb.Names(_ => true)}, and options.");
        }
    }

    // Anything else may be a password behind another program's option, such as -w.
    private static bool IsName(string option) => option.StartsWith("--", StringComparison.Ordinal) && option.Skip(2).All(c => char.IsAsciiLetter(c) || c == '-');

    private void Check()
    {
        if (Ldif is not null && !ReadsDirectory) throw new UsageException($"--ldif is for a verb that reads the directory: {KnownVerb.Names(known => known.ReadsDirectory)}.");
        if (KnownVerb.Of(Verb) is { Operand: not null } verb && Operand is null) throw new UsageException($"Expected {verb.NameAndOperand}, found no {verb.Operand}.");
        if (NamesTarget && _settings.Keys.Any(Quickstart.Settings.IsOfMailRoute)) throw new UsageException($"--target FILE and --{MailRouteOptions.Section}:… name two targets: give one of them.");
        if (Save is not null && Verb is not Verb.Plan) throw new UsageException("--save is for plan.");
        if (Approved.Count > 0 && Verb is not Verb.Apply) throw new UsageException("--approve is for apply, which takes a plan that was saved and looked at.");
        if (Filter is not null && Verb is not Verb.Record) throw new UsageException("--filter is for record; what a sync reads, LdapSync:SearchFilter says.");
        if (Record && Verb is not Verb.Plan) throw new UsageException("--record is for plan; a sync is always kept in the history.");
    }

    private bool TakesAddress => Verb == Verb.Explain && Operand is null;

    private EmailAddress ReadAddress(string argument, int i)
    {
        Operand = argument;
        return EmailAddress.TryParse(argument, out var address, out var reason) ? address : throw new UsageException($"explain needs a mail address; argument {i + 1} is none: {reason}.");
    }

    /// <summary>One or more names, separated by commas or blanks.</summary>
    private void Approve(string[] arguments, ref int i)
    {
        var names = NameAndValue(arguments, ref i).Value;
        while (i + 1 < arguments.Length && Kind(arguments[i + 1]) is not null) names += $",{arguments[++i]}";
        foreach (var name in names.Split(','))
        {
            Approved.Add(Kind(name) ?? throw new UsageException($"--approve takes the kinds of violations that the plan shows: {string.Join(", ", Enum.GetNames<ViolationKind>())}."));
        }
    }

    // By name only: a number would be understood too, and approve what nobody has read.
    private static ViolationKind? Kind(string name) =>
        Enum.GetValues<ViolationKind>().Cast<ViolationKind?>().FirstOrDefault(kind => string.Equals($"{kind}", name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Both <c>--name=value</c> and <c>--name value</c>.</summary>
    private static (string Name, string Value) NameAndValue(string[] arguments, ref int i)
    {
        var argument = arguments[i];
        if (argument.Split('=', 2) is [var name, var value]) return (name, value);
        if (i + 1 == arguments.Length || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"{argument} needs a value: {argument}=…");
        return (argument, arguments[++i]);
    }

    private static string Once(string? before, (string Name, string Value) option)
    {
        if (before is not null) throw new UsageException($"{option.Name} is given twice.");
        return string.IsNullOrWhiteSpace(option.Value) ? throw new UsageException($"{option.Name} needs a value.") : option.Value;
    }
}

/// <summary>The command line is not understood; the usage is worth showing.</summary>
internal sealed class UsageException(string message) : Exception(message);
