using LdapSync.Directories;
using LdapSync.Ldap.Changes;

namespace LdapSync.Ldap.Protocol;

/// <summary>Searches with a control that gives them another meaning.</summary>
internal sealed partial class LdapConnection : ILdapChangeConnection
{
    /// <summary>What intermediate messages may hold together: the ids of some millions of entries.</summary>
    private const int MostMessageOctets = 64 << 20;

    public async Task<ControlledAnswer> SearchAsync(ControlledSearch search, CancellationToken cancellationToken)
    {
        var id = NextId();
        var scope = search.IsOfOneEntry ? SearchScope.BaseObject : SearchScope.WholeSubtree;
        await SendAsync(LdapMessageWriter.Search(id, search.BaseDn.ToLdap(), scope, search.Filter.ToBer(), search.Attributes, search.Control), cancellationToken).ConfigureAwait(false);
        var received = new Received(search.MostEntries, _entries);
        var size = 0L;
        ControlledAnswer? answer;
        do
        {
            var octets = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
            size = Grown(size, octets.Length);
            answer = received.Take(octets, id);
        }
        while (answer is null);
        _isUsable = true;
        return answer;
    }

    /// <summary>What has come of an answer so far.</summary>
    private sealed class Received(int mostEntries, EntryReader reader)
    {
        private readonly List<(LdapEntry, IReadOnlyList<LdapControl>)> _found = [];
        private readonly List<IntermediateMessage> _messages = [];
        private int _references;
        private int _octets;

        /// <summary>Takes one message; the answer, once it is complete.</summary>
        public ControlledAnswer? Take(ReadOnlyMemory<byte> octets, int id)
        {
            var message = LdapMessage.Parse(octets.Span);
            // The other searches pass over these.
            if (message.Operation == LdapMessage.IntermediateResponse && message.Id == id) Add(message.ReadIntermediate());
            if (!Answers(message, id)) return null;
            switch (message.Operation)
            {
                case LdapMessage.SearchResultEntry:
                    if (_found.Count == mostEntries) throw TooMuch();
                    _found.Add((reader.Read(message.Body), message.ReadControls()));
                    return null;
                case LdapMessage.SearchResultReference:
                    if (++_references > mostEntries) throw TooMuch();
                    return null;
                case LdapMessage.SearchResultDone:
                    return new ControlledAnswer(message.ReadResult(), _found, _references, _messages, message.ReadControls());
                default:
                    throw Unexpected(message);
            }
        }

        private void Add(IntermediateMessage message)
        {
            // Empty ones take memory too.
            const int overhead = 100;
            _octets += message.Value.Length + overhead;
            if (_octets > MostMessageOctets) throw new InvalidDataException($"the server sends more than {MostMessageOctets} bytes beside the entries");
            _messages.Add(message);
        }

        private InvalidDataException TooMuch() => new($"the server sends more than the {mostEntries} entries that are useful");
    }
}
