namespace LdapSync.Directories.Ldif;

/// <summary>The grammar of one LDIF record (RFC 2849).</summary>
internal sealed class LdifRecordParser(string file)
{
    private readonly NameCache _names = new();
    private readonly AttributeCollector _attributes = new();

    /// <summary>Reads the record that a block holds; null when the block holds only comments or a version.</summary>
    public LdifRecord? Parse(byte[] block, int firstLine, bool isClosed)
    {
        var lines = new LdifLines(block, firstLine, file, _names);
        lines.Next();
        if (lines.Is("version"))
        {
            if (!lines.Value.Span.SequenceEqual("1"u8))
            {
                throw lines.Error("expected 'version: 1', found another version; export the file again as LDIF version 1");
            }
            lines.Next();
        }
        if (lines.IsAtEnd) return null;
        if (!lines.Is("dn")) throw NoDn(lines);

        var number = lines.Number;
        var dn = lines.Text;
        lines.Next();
        if (lines.IsAtEnd && !isClosed)
        {
            throw lines.Error("expected an attribute after the dn, found the end of the file; it may have been cut: export it again");
        }

        var controls = ReadControls(lines);
        if (lines.Is("changetype")) return ReadChange(lines, dn, number, controls);
        if (controls.Count > 0) throw lines.Error("expected 'changetype:' after the controls, found an attribute; add the changetype or remove the controls");
        return new LdifAdd(ReadEntry(lines, dn), number, controls);
    }

    private LdifRecord ReadChange(LdifLines lines, string dn, int number, IReadOnlyList<LdifControl> controls)
    {
        var type = lines.Text.ToUpperInvariant();
        if (type is not ("ADD" or "DELETE" or "MODIFY" or "MODRDN" or "MODDN"))
        {
            throw lines.Error("expected add, delete, modify, modrdn or moddn as the changetype, found something else");
        }
        lines.Next();
        return type switch
        {
            "ADD" => new LdifAdd(ReadEntry(lines, dn), number, controls),
            "DELETE" => AtEnd(lines, new LdifDelete(dn, number, controls)),
            "MODIFY" => new LdifModify(dn, number, controls, ReadModifications(lines)),
            _ => AtEnd(lines, ReadModifyDn(lines, dn, number, controls)),
        };
    }

    private LdapEntry ReadEntry(LdifLines lines, string dn)
    {
        for (; !lines.IsAtEnd; lines.Next())
        {
            if (lines.Is("dn")) throw lines.Error("expected an attribute, found another 'dn:'; put an empty line before each entry");
            if (lines.Is("-")) throw lines.Error("expected an attribute, found '-'; this line belongs only to changetype: modify");
            _attributes.Add(lines.Name, lines.Value);
        }
        return new LdapEntry(dn, _attributes.Take());
    }

    private static List<LdifModification> ReadModifications(LdifLines lines)
    {
        var modifications = new List<LdifModification>();
        while (!lines.IsAtEnd)
        {
            var operation = lines.Name.ToUpperInvariant() switch
            {
                "ADD" => LdifOperation.Add,
                "DELETE" => LdifOperation.Delete,
                "REPLACE" => LdifOperation.Replace,
                "INCREMENT" => LdifOperation.Increment,
                _ => throw lines.Error("expected add, delete, replace or increment, found something else; end each modification with a line '-'"),
            };
            var attribute = lines.Text;
            if (attribute.Length == 0) throw lines.Error($"expected an attribute name after '{lines.Name}:', found nothing");
            var values = new List<ReadOnlyMemory<byte>>();
            for (lines.Next(); !lines.IsAtEnd && !lines.Is("-"); lines.Next())
            {
                if (!lines.Is(attribute)) throw lines.Error("expected a value of the changed attribute, found another one; end each modification with a line '-'");
                values.Add(lines.Value);
            }
            modifications.Add(new LdifModification(operation, attribute, values));
            if (!lines.IsAtEnd) lines.Next();
        }
        return modifications;
    }

    private static LdifModifyDn ReadModifyDn(LdifLines lines, string dn, int number, IReadOnlyList<LdifControl> controls)
    {
        var newRdn = Expect(lines, "newrdn");
        var deleteOldRdn = Expect(lines, "deleteoldrdn") switch
        {
            "0" => false,
            "1" => true,
            _ => throw lines.Error("expected 'deleteoldrdn: 0' or 'deleteoldrdn: 1', found another value"),
        };
        var newSuperior = lines.Is("newsuperior") ? Expect(lines, "newsuperior") : null;
        return new LdifModifyDn(dn, number, controls, newRdn, deleteOldRdn, newSuperior);
    }

    private static string Expect(LdifLines lines, string name)
    {
        if (!lines.Is(name)) throw lines.Error($"expected '{name}:', found {(lines.IsAtEnd ? "the end of the record" : "another line")}");
        var text = lines.Text;
        lines.Next();
        return text;
    }

    private static LdifRecord AtEnd(LdifLines lines, LdifRecord record) =>
        lines.IsAtEnd ? record : throw lines.Error("expected the end of the record, found another line; put an empty line before each record");

    private static List<LdifControl> ReadControls(LdifLines lines)
    {
        List<LdifControl> controls = [];
        for (; lines.Is("control"); lines.Next()) controls.Add(LdifControlSyntax.Read(lines));
        return controls;
    }

    private static SourceException NoDn(LdifLines lines) => lines.Name.ToUpperInvariant() switch
    {
        "SEARCH" or "RESULT" => lines.Error("expected 'dn:', found the closing lines of ldapsearch, which are not LDIF; run ldapsearch with -LLL"),
        "REF" => lines.Error(
            "expected 'dn:', found a search reference: a part of this directory is kept on another server; export from a base that has none, with ldapsearch -LLL"),
        _ => lines.Error("expected 'dn:' as the first line of an entry, found another line; lines may be missing, or an empty line may stand inside an entry"),
    };
}
