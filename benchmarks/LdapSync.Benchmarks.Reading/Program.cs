using System.Diagnostics;
using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Net;
using LdapSync;
using LdapSync.Benchmarks.Reading;
using LdapSync.Directories;
using LdapSync.Ldap;

// Reads every user of the server that benchmarks/slapd.sh starts and says how many there were: what benchmarks/read-100k.sh times as a whole process.
const string baseDn = "dc=example,dc=com";
const string user = "cn=admin,dc=example,dc=com";
const string password = "secret";
const string filter = "(mailNickname=*)";
const int pageSize = 1000;
string[] attributes = ["mail", "proxyAddresses"];

if (args is not [var how, var portText] || !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync("usage: ours|again|protocols|changes PORT");
    return 2;
}
var (entries, values, octets) = (0, 0, 0L);
switch (how)
{
    case "ours":
        await foreach (var entry in Source().ReadAsync(Query())) Count(entry);
        break;
    case "again":
        return await ReadAgainAsync();
    case "protocols":
        ReadByProtocols();
        break;
    default:
        return await ReadChangesAsync();
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries} entries, {values} values, {octets} octets"));
return 0;

ILdapDirectorySource Source() => new LdapDirectorySource(new SyncOptions
{
    Servers = { "127.0.0.1" },
    Port = port,
    User = user,
    Password = password,
    BaseDns = { baseDn },
    AllowClearTextPassword = true, // on loopback, as the others do
});

DirectoryQuery Query() => new([DistinguishedName.Parse(baseDn)], LdapFilter.Parse(filter), attributes);

void Count(LdapEntry entry)
{
    entries++;
    foreach (var attribute in entry.Attributes)
    {
        foreach (var value in attribute.Values) (values, octets) = (values + 1, octets + value.Length);
    }
}

void ReadByProtocols()
{
    using var connection = new System.DirectoryServices.Protocols.LdapConnection(new LdapDirectoryIdentifier("127.0.0.1", port), new NetworkCredential(user, password), AuthType.Basic);
    connection.SessionOptions.ProtocolVersion = 3;
    connection.Bind();
    var paging = new PageResultRequestControl(pageSize);
    var request = new SearchRequest(baseDn, filter, System.DirectoryServices.Protocols.SearchScope.Subtree, attributes) { Controls = { paging } };
    do
    {
        var page = (SearchResponse)connection.SendRequest(request);
        foreach (SearchResultEntry entry in page.Entries)
        {
            entries++;
            foreach (DirectoryAttribute attribute in entry.Attributes.Values)
            {
                foreach (var value in (byte[][])attribute.GetValues(typeof(byte[]))) (values, octets) = (values + 1, octets + value.Length);
            }
        }
        paging.Cookie = page.Controls.OfType<PageResultResponseControl>().Single().Cookie;
    }
    while (paging.Cookie.Length > 0);
}

// As in a service that reads again and again, when its code is compiled: seconds of wall and CPU, the medians of seven reads after three that warm up.
async Task<int> ReadAgainAsync()
{
    const int warmUps = 3, rounds = 7;
    var (walls, cpus) = (new List<double>(), new List<double>());
    for (var round = -warmUps; round < rounds; round++)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await foreach (var entry in Source().ReadAsync(Query())) Count(entry);
        if (round < 0) continue;
        walls.Add(clock.Elapsed.TotalSeconds);
        cpus.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{walls.Order().ElementAt(rounds / 2):0.000} {cpus.Order().ElementAt(rounds / 2):0.000}"));
    return 0;
}

// Within one process, since starting it takes longer than the changes: all, then ten edits, then what they changed.
async Task<int> ReadChangesAsync()
{
    if (Source() is not ILdapChangeSource source)
    {
        Console.WriteLine("changes cannot be read alone yet");
        return 0;
    }
    var token = new Told();
    var clock = Stopwatch.StartNew();
    await foreach (var entry in source.ReadAsync(Query() with { Token = token })) Count(entry);
    var all = clock.Elapsed;

    var edits = string.Concat(Enumerable.Range(0, 10).Select(i => $"dn: cn=User {i * 997},{baseDn}\nchangetype: modify\nreplace: mail\nmail: new{i}.{Environment.ProcessId}@example.com\n\n"));
    using (var edit = Process.Start(new ProcessStartInfo("ldapmodify", ["-x", "-H", $"ldap://127.0.0.1:{port}", "-D", user, "-w", password]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!)
    {
        await edit.StandardInput.WriteAsync(edits);
        edit.StandardInput.Close();
        await edit.StandardOutput.ReadToEndAsync();
        await edit.WaitForExitAsync();
    }

    clock.Restart();
    var changes = await source.ReadChangesAsync(Query(), token.Value!);
    var some = clock.Elapsed;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"all {entries} entries: {all.TotalMilliseconds:0} ms; {changes?.Changed.Count.ToString(CultureInfo.InvariantCulture) ?? "no"} changes: {some.TotalMilliseconds:0.0} ms, {some / all:0.0 %} of it"));
    return changes?.Changed.Count == 10 ? 0 : 1;
}
