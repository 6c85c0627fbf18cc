namespace LdapSync.Ldap.Protocol;

/// <summary>
/// The envelope of every LDAP message (RFC 4511 section 4.1.1): id, operation, controls. A view of the octets it was parsed from.
/// </summary>
internal readonly ref struct LdapMessage
{
    public const byte BindResponse = 0x61;
    public const byte SearchResultEntry = 0x64;
    public const byte SearchResultDone = 0x65;
    public const byte SearchResultReference = 0x73;
    public const byte ExtendedResponse = 0x78;
    public const byte IntermediateResponse = 0x79;

    private const byte Controls = 0xA0;
    private const byte Referral = 0xA3;
    private const byte ResponseName = 0x8A;
    private const byte ResponseValue = 0x8B;
    private const byte IntermediateName = 0x80;
    private const byte IntermediateValue = 0x81;
    private readonly BerReader _controls;

    private LdapMessage(int id, byte operation, BerReader body, BerReader controls)
    {
        Id = id;
        Operation = operation;
        Body = body;
        _controls = controls;
    }

    /// <summary>That of the request that is answered; 0 for what the server says unasked.</summary>
    public int Id { get; }

    /// <summary>The tag of the operation.</summary>
    public byte Operation { get; }

    /// <summary>The fields of the operation.</summary>
    public BerReader Body { get; }

    public static LdapMessage Parse(ReadOnlySpan<byte> octets)
    {
        var message = new BerReader(octets).ReadConstructed(BerReader.Sequence);
        var id = message.ReadInteger();
        if (id < 0) throw BerReader.Broken("a message number is negative");
        var operation = message.PeekTag();
        if ((operation & 0xC0) != 0x40) throw BerReader.Broken($"tag {operation:X2} is no operation");
        var body = message.ReadConstructed(operation);
        var controls = default(BerReader);
        while (!message.IsEmpty)
        {
            if (message.IsNext(Controls)) controls = message.ReadConstructed(Controls);
            else message.Skip();
        }
        return new LdapMessage(id, operation, body, controls);
    }

    /// <summary>The fields that every response but an entry or reference has.</summary>
    public LdapResult ReadResult() => ReadResult(out _);

    /// <summary>The same of an extended response, with the name (OID) of what it answers or announces; null where it has none.</summary>
    public LdapResult ReadResult(out string? responseName)
    {
        var body = Body;
        var code = (LdapResultCode)body.ReadInteger(BerReader.Enumerated);
        var (matchedDn, diagnostic) = (body.ReadRemark(), body.ReadRemark());
        IReadOnlyList<string> referrals = [];
        responseName = null;
        while (!body.IsEmpty)
        {
            if (body.IsNext(Referral)) referrals = ReadUrls(body.ReadConstructed(Referral));
            else if (Operation == ExtendedResponse && body.IsNext(ResponseName)) responseName = body.ReadText(ResponseName);
            else body.Skip();
        }
        return new LdapResult(code, matchedDn, diagnostic, referrals);
    }

    /// <summary>
    /// Who a WhoAmI response says that the client is (RFC 4532 section 2.2); null where it is no success. Empty, or left out as some servers do, is nobody.
    /// </summary>
    public string? ReadAuthorizationId()
    {
        if (ReadResult().Code != LdapResultCode.Success) return null;
        var body = Body;
        while (!body.IsEmpty)
        {
            if (body.IsNext(ResponseValue)) return body.ReadText(ResponseValue);
            body.Skip();
        }
        return "";
    }

    /// <summary>What an intermediate response says (RFC 4511 section 4.13).</summary>
    public IntermediateMessage ReadIntermediate()
    {
        var body = Body;
        var name = body.IsNext(IntermediateName) ? body.ReadText(IntermediateName) : "";
        return new IntermediateMessage(name, body.IsNext(IntermediateValue) ? body.ReadOctets(IntermediateValue).ToArray() : []);
    }

    /// <summary>The URLs of a search result reference.</summary>
    public IReadOnlyList<string> ReadReference() => ReadUrls(Body);

    public IReadOnlyList<LdapControl> ReadControls() => LdapControl.ReadAll(_controls);

    private static List<string> ReadUrls(BerReader reader)
    {
        var urls = new List<string>();
        do urls.Add(reader.ReadText());
        while (!reader.IsEmpty);
        return urls;
    }
}

/// <summary>What a server says between the request and the end of its answer.</summary>
/// <param name="Name">Its OID; empty where it has none.</param>
/// <param name="Value">In a form that the OID tells.</param>
internal sealed record IntermediateMessage(string Name, ReadOnlyMemory<byte> Value);
