namespace LdapSync.MailRoute.Http;

/// <summary>
/// One request came to nothing: what was found and what to change, in small letters and without a full stop, for a sentence that says what it was for. Not for users: a
/// read turns it into a <see cref="TargetException"/>, a change into its outcome.
/// </summary>
internal abstract class RequestException(string message) : Exception(message);

/// <summary>The service did not say what became of it, in all attempts.</summary>
internal sealed class NoAnswerException(string message) : RequestException(message);

/// <summary>The service answered with what was not asked for: it does not keep to filters, and nothing that it lists can be believed.</summary>
internal sealed class IgnoredFilterException(string message) : RequestException(message);

/// <summary>The service answered with something that is not what its documentation promises.</summary>
internal sealed class UnexpectedAnswerException(string message) : RequestException(message);
