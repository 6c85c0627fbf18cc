namespace LdapSync.Directories.Ldif;

/// <summary>One record of an LDIF file (RFC 2849).</summary>
/// <param name="Dn">The distinguished name as it stands in the file; not yet checked to be one.</param>
/// <param name="Line">The line of the record's <c>dn:</c>, counted from 1.</param>
internal abstract record LdifRecord(string Dn, int Line);

/// <summary>An entry: a content record, or a change record with <c>changetype: add</c>.</summary>
internal sealed record LdifAdd(LdapEntry Entry, int Line, IReadOnlyList<LdifControl> Controls) : LdifRecord(Entry.Dn, Line);

/// <summary>An entry to be deleted.</summary>
internal sealed record LdifDelete(string Dn, int Line, IReadOnlyList<LdifControl> Controls) : LdifRecord(Dn, Line);

/// <summary>An entry whose attributes are to be changed.</summary>
internal sealed record LdifModify(string Dn, int Line, IReadOnlyList<LdifControl> Controls, IReadOnlyList<LdifModification> Modifications)
    : LdifRecord(Dn, Line);

/// <summary>An entry to be renamed or moved.</summary>
internal sealed record LdifModifyDn(string Dn, int Line, IReadOnlyList<LdifControl> Controls, string NewRdn, bool DeleteOldRdn, string? NewSuperior)
    : LdifRecord(Dn, Line);

/// <summary>One step of a modification: what is done to an attribute, with which values.</summary>
internal sealed record LdifModification(LdifOperation Operation, string Attribute, IReadOnlyList<ReadOnlyMemory<byte>> Values);

/// <summary>What a modification does (RFC 4511 section 4.6, RFC 4525).</summary>
internal enum LdifOperation
{
    Add,
    Delete,
    Replace,
    Increment,
}

/// <summary>A control that goes with a change.</summary>
internal sealed record LdifControl(string Oid, bool IsCritical, ReadOnlyMemory<byte>? Value);
