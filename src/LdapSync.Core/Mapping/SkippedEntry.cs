namespace LdapSync.Mapping;

/// <summary>An entry that asks for no account.</summary>
/// <param name="Dn">The entry.</param>
/// <param name="Reason">Why, in words an operator understands.</param>
public sealed record SkippedEntry(string Dn, string Reason);

/// <summary>A value that was to be an address and is none, or not one that the target serves. Its entry is mapped without it.</summary>
/// <param name="Dn">The entry.</param>
/// <param name="Attribute">The attribute, as the directory spells it.</param>
/// <param name="Value">The value; a short description in angle brackets where it is not text.</param>
/// <param name="Reason">Why, in words an operator understands.</param>
public sealed record SkippedValue(string Dn, string Attribute, string Value, string Reason);
