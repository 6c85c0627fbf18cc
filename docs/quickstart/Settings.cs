using System.Text.Json;
using LdapSync.Ldap;
using LdapSync.MailRoute;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace LdapSync.Quickstart;

/// <summary>
/// Reads <see cref="SyncOptions"/> from appsettings.json, environment and command line, each over the one before. A host that trusts its configuration needs one
/// line instead: <c>configuration.GetSection(SyncOptions.Section).Bind(options)</c>. Here, every fault is to be told at once, misspelled names among them.
/// </summary>
internal sealed class Settings
{
    private const string FileName = "appsettings.json";
    private const string EnvironmentPrefix = "LDAPSYNC_";
    private const string SectionPrefix = $"{SyncOptions.Section}:";

    /// <summary>How the directory is reached, which is not what an edit is about; nor is the target.</summary>
    private static readonly string[] Ways =
    [
        nameof(SyncOptions.Servers), nameof(SyncOptions.UseSsl), nameof(SyncOptions.Port), nameof(SyncOptions.User), nameof(SyncOptions.Password),
        nameof(SyncOptions.AllowClearTextPassword), nameof(SyncOptions.CaFile), nameof(SyncOptions.ConnectTimeout), nameof(SyncOptions.AnswerTimeout),
    ];

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    private Settings(CommandLine commandLine) => Database = commandLine.Target;

    public SyncOptions Options { get; } = new();

    /// <summary>The target, where any setting of MailRoute is given; null: it is <see cref="Database"/>.</summary>
    public MailRouteOptions? MailRoute { get; private set; }

    /// <summary>The SQLite file with mailboxes and history. That of MailRoute has the history alone, and the name of the domain, so that no other target shares it.</summary>
    public string Database { get; private set; }

    /// <summary>What has to be corrected, a sentence each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What the operator had better know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads all layers and finds every fault in them.</summary>
    /// <param name="commandLine">The last layer of every day.</param>
    /// <param name="edit">A file to lay over all of them; null: none.</param>
    public static Settings Load(CommandLine commandLine, string? edit = null)
    {
        var settings = new Settings(commandLine);
        if (commandLine.Verb == Verb.Demo) settings.AddFile(Path.Combine(AppContext.BaseDirectory, "company.json"));
        var folders = new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() };
        foreach (var file in folders.Select(folder => Path.Combine(folder, FileName)).Distinct(StringComparer.Ordinal)) settings.AddFile(file);
        settings.AddEnvironment();
        settings.Add("The command line", new ConfigurationBuilder().AddCommandLine(commandLine.Settings).Build().AsEnumerable());
        if (edit is not null) settings.AddEdit(edit);
        settings.Bind();
        settings.Faults.AddRange(new SyncOptionsValidator().Validate(null, settings.Options).Failures ?? []);
        if (commandLine.ReadsServers) settings.CheckServers();
        if (edit is null) settings.ChooseTarget(commandLine);
        if (settings.Options.AutoSync.Enabled) settings.Notes.Add("LdapSync:AutoSync is for hosts that keep running; this program runs once.");
        if (settings.Options.Notifications.Enabled) settings.Notes.Add("LdapSync:Notifications is for hosts that send mail; this program sends none.");
        return settings;
    }

    /// <summary>Whether a setting says how MailRoute is reached.</summary>
    public static bool IsOfMailRoute(string key) => key.StartsWith($"{MailRouteOptions.Section}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file to compare with. Both plans are of one directory and one target, so the edit cannot name others.</summary>
    private void AddEdit(string file)
    {
        if (!File.Exists(file))
        {
            Faults.Add($"{file}: expected a file with settings, found none; correct the path.");
            return;
        }
        var before = new Dictionary<string, string?>(_values, StringComparer.OrdinalIgnoreCase);
        if (!AddFile(Path.GetFullPath(file))) Notes.Add($"{file} has no section {SyncOptions.Section}, where settings stand, so it changes none.");
        string[] left = [.. KnownSettings.All.Select(setting => setting.Path).Where(path => (IsWay(path) || IsOfMailRoute(path)) && before.GetValueOrDefault(path) != _values.GetValueOrDefault(path))];
        if (left.Length > 0) Notes.Add($"{file}: both plans are of the directory and the target that are reached as before; {string.Join(", ", left.Select(path => path[SectionPrefix.Length..]))} of the edit {(left.Length == 1 ? "is" : "are")} left alone.");

        static bool IsWay(string path) => Ways.Contains(path[SectionPrefix.Length..]);
    }

    /// <returns>False when the file can be read and has nothing in the section of the settings.</returns>
    private bool AddFile(string file)
    {
        try
        {
            // Without exclusions: a name may begin with a dot.
            using var folder = new PhysicalFileProvider(Path.GetDirectoryName(file)!, ExclusionFilters.None);
            var pairs = new ConfigurationBuilder().AddJsonFile(folder, Path.GetFileName(file), optional: true, reloadOnChange: false).Build().AsEnumerable().ToList();
            Add(file, pairs);
            return pairs.Exists(pair => IsOurs(pair.Key));
        }
        catch (InvalidDataException exception)
        {
            // What the parser says of a line may quote a password that stands in it.
            var found = exception.GetBaseException() is JsonException { LineNumber: var line } ? $"line {line + 1} is none" : exception.GetBaseException().Message;
            Faults.Add($"{file}: expected JSON, found: {found}. Correct the file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Faults.Add($"{file}: it cannot be read; give this user the right to, or remove the file.");
        }
        return true;
    }

    /// <summary><c>LDAPSYNC_Limits__Total</c>, or in full <c>LDAPSYNC_LdapSync__Limits__Total</c>.</summary>
    private void AddEnvironment()
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build().AsEnumerable().Where(pair => pair.Value is not null).ToLookup(IsForeign);
        Add("The environment", variables[false].Select(pair => KeyValuePair.Create(IsOurs(pair.Key) ? pair.Key : SectionPrefix + pair.Key, pair.Value)));
        Notes.AddRange(variables[true].Select(pair => $"The environment variable {EnvironmentPrefix}{pair.Key} is no setting and is left alone."));

        // A plain word in capitals that is no setting may well be another program's; the tests of this one have some.
        static bool IsForeign(KeyValuePair<string, string?> variable) =>
            !IsOurs(variable.Key) && KnownSettings.Find(SectionPrefix + variable.Key) is null && !variable.Key.Any(c => c == ':' || char.IsLower(c));
    }

    /// <summary>
    /// Lays values over those of the layers before. A list replaces the whole list, whichever way the two are written; configuration alone would mix them row by row.
    /// </summary>
    private void Add(string layer, IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        foreach (var group in pairs.Where(pair => IsOurs(pair.Key)).GroupBy(pair => KnownSettings.Find(pair.Key)))
        {
            var given = group.Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, ConfigurationKeyComparer.Instance).ToList();
            if (group.Key is not { } setting) Faults.AddRange(given.Select(pair => $"{layer}: {pair.Key} is no setting; --help names them all."));
            else if (!setting.IsList && !setting.IsMap && (given.Count > 1 || given.Exists(pair => pair.Key.Length > setting.Path.Length))) Faults.Add($"{layer}: {setting.Path} takes one value, {setting.Expected}.");
            else if (setting.CanBeNull && given is [{ Value: var value }] && string.IsNullOrWhiteSpace(value)) Faults.Add($"{layer}: {setting.Path} is empty: expected {setting.Expected}; leave it out where none is meant.");
            else if (given.Count == 0 && setting.CanBeNull) _values[setting.Path] = ""; // which is null where a number is expected
            else if (given.Count == 0) _values.Remove(setting.Path); // null: back to the default
            else _values[setting.Path] = string.Join('\n', given.Select(pair => setting.IsMap && pair.Key.Length > setting.Path.Length ? $"{pair.Key[(setting.Path.Length + 1)..]}={pair.Value}" : pair.Value));
        }
    }

    private void Bind()
    {
        foreach (var (key, value) in _values.ToList())
        {
            var setting = KnownSettings.Find(key)!;
            if (setting.Accepts(value!)) continue;
            // Somebody's key or password may stand in an address.
            Faults.Add(setting.Type == typeof(Uri) ? $"{setting.Path} is no address: expected {setting.Expected}." : $"{setting.Path} is '{value}': expected {setting.Expected}.");
            _values.Remove(key);
        }
        new ConfigurationBuilder().AddInMemoryCollection(_values).Build().GetSection(SyncOptions.Section).Bind(Options);
    }

    private void CheckServers()
    {
        if (Options.Servers.Count == 0) Faults.Add("LdapSync:Servers is empty: name the directory servers, or give an LDIF file by --ldif FILE.");
        else Faults.AddRange(new LdapSettingsValidator().Validate(null, Options).Failures ?? []);
    }

    /// <summary>Any setting of MailRoute makes it the target, so that one that is missing is a fault and no other target is taken instead.</summary>
    private void ChooseTarget(CommandLine commandLine)
    {
        if (!_values.Any(pair => IsOfMailRoute(pair.Key) && !string.IsNullOrEmpty(pair.Value))) return;
        if (commandLine.Verb == Verb.Demo) Notes.Add($"{MailRouteOptions.Section} is left alone: the made-up company goes into {Database}.");
        else if (commandLine.NamesTarget) Notes.Add($"{MailRouteOptions.Section} is left alone: the target is {Database}.");
        else TakeMailRoute(isNeeded: commandLine.UsesTarget);
    }

    private void TakeMailRoute(bool isNeeded)
    {
        MailRoute = new ConfigurationBuilder().AddInMemoryCollection(_values).Build().GetSection(MailRouteOptions.Section).Get<MailRouteOptions>() ?? new();
        if (EmailAddress.TryParse($"any@{MailRoute.Domain?.Trim()}", out var any, out _)) Database = $"{any.Domain}.db";
        if (isNeeded) Faults.AddRange(new MailRouteOptionsValidator().Validate(null, MailRoute).Failures ?? []);
    }

    private static bool IsOurs(string key) => $"{key}:".StartsWith(SectionPrefix, StringComparison.OrdinalIgnoreCase);
}
