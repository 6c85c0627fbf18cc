using LdapSync.MailRoute.Http;

namespace LdapSync.MailRoute.Reading;

/// <summary>What an object has to have, and has not.</summary>
internal static class Unexpected
{
    public static UnexpectedAnswerException Missing(string what, string member) =>
        new($"the member {member} was expected, found {what} without it; look into whether the service has changed");
}
