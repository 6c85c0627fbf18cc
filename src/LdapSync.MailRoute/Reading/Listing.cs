using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;
using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute.Reading;

/// <summary>
/// Reads lists whole or not at all (R1). A list comes in pages, between which others may write: an object that comes twice, a total that changes or is not reached tell
/// of that, and then the list is read again from the beginning.
/// </summary>
internal sealed class Listing(ApiClient client, ILogger logger)
{
    private const int MostAttempts = 3;

    /// <summary>Every object of a list.</summary>
    /// <param name="what">What is listed, for messages.</param>
    /// <param name="path">The list, with its first page.</param>
    /// <param name="type">How its pages are read.</param>
    /// <param name="read">Reads and checks an object as soon as its page is there; null leaves it out.</param>
    /// <param name="cancellation">When it ends early.</param>
    /// <exception cref="RequestException">It cannot be read.</exception>
    /// <exception cref="TargetException">Nothing further can succeed.</exception>
    public async Task<List<TItem>> ReadAsync<TResource, TItem>(string what, string path, JsonTypeInfo<Page<TResource>> type, Func<TResource, TItem?> read, Cancellation cancellation)
        where TResource : class, IResource
        where TItem : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var gathering = new Gathering<TResource, TItem>(what, read);
            string? found;
            try
            {
                found = await GatherAsync(gathering, path, type, cancellation).ConfigureAwait(false);
            }
            catch (IgnoredFilterException e)
            {
                throw client.Circuit.Open($"{client.Host}: listing {what} failed: {e.Message}.");
            }
            if (found is null)
            {
                Log.ReadComplete(logger, gathering.Count, gathering.Pages, what);
                return gathering.Items;
            }
            if (attempt == MostAttempts)
            {
                throw new UnexpectedAnswerException(string.Create(
                    CultureInfo.InvariantCulture, $"no complete list in {MostAttempts} attempts, the last time {found}; try again when nobody else changes {what}, and report it to MailRoute if it stays so"));
            }
            Log.ReadingAgain(logger, what, attempt + 1, MostAttempts, found);
        }
    }

    /// <summary>Null when everything was gathered, else what shows that it was not.</summary>
    private async Task<string?> GatherAsync<TResource, TItem>(Gathering<TResource, TItem> gathering, string path, JsonTypeInfo<Page<TResource>> type, Cancellation cancellation)
        where TResource : class, IResource
        where TItem : class
    {
        var first = new Uri(client.Base, path);
        for (var page = first; page is not null;)
        {
            var read = await client.ReadAsync(page, type, cancellation).ConfigureAwait(false);
            if (gathering.Add(read) is { } fault) return fault;
            page = Next(first, page, read.Meta?.Next);
            if (page is not null && read.Objects!.Count == 0) return "an empty page said that another one follows";
        }
        return gathering.WhyIncomplete();
    }

    /// <summary>Where the next page is; the service says so, and only its query may differ. Another host is never asked, see <see cref="Transport"/>.</summary>
    private static Uri? Next(Uri first, Uri page, string? next)
    {
        if (string.IsNullOrEmpty(next)) return null;
        if (!Uri.TryCreate(page, next, out var address)) throw new UnexpectedAnswerException("the address of the next page was expected, found something else; report it to MailRoute");
        if (address.AbsolutePath != first.AbsolutePath) throw new UnexpectedAnswerException("the next page was expected in the same list, found it in another; report it to MailRoute");
        return address;
    }
}
