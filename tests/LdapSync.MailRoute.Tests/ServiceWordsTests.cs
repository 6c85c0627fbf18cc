using System.Text;
using LdapSync.MailRoute.Http;

namespace LdapSync.MailRoute;

/// <summary>The service's own words, and nothing else of what it sends.</summary>
public sealed class ServiceWordsTests
{
    [Theory]
    [InlineData("""{"email_account": {"localpart": ["This field is required."]}}""", "localpart: This field is required.")]
    [InlineData("""{"email_account": {"localpart": ["One.", "Two."], "__all__": ["Three."]}}""", "localpart: One.; localpart: Two.; __all__: Three.")]
    [InlineData("""{"error_message": "Sorry."}""", "Sorry.")]
    [InlineData("""{"error": "Sorry."}""", "Sorry.")]
    [InlineData("""{"email_account": {"error": "Sorry."}}""", "Sorry.")]
    [InlineData("""{"error_message": "two\nlines\u0007 \u202eof"}""", "two lines   of")]
    [InlineData("""{"password": "secret"}""", "")]
    [InlineData("""{"email_account": {"password": "secret", "id": 7}}""", "")]
    [InlineData("""{"localparts": ["secret"]}""", "")]
    [InlineData("""{"a": {"b": [{"c": ["secret"]}]}}""", "")]
    [InlineData("""{"error": "not with the-key"}""", "")]
    [InlineData("""{"error": "not with \u0074he-key"}""", "")]
    [InlineData("""{"error": "half \ud800"}""", "")]
    [InlineData("""{"error": "User Admin@Example.com may not."}""", "User (Login) may not.")]
    [InlineData("""["secret"]""", "")]
    [InlineData("<html>secret</html>", "")]
    [InlineData("", "")]
    public void Words_are_taken_out_of_errors_of_the_documented_shapes_only(string body, string words) =>
        ServiceWords.In(Encoding.UTF8.GetBytes(body), "admin@example.com", "the-key").Should().Be(words);

    [Fact]
    public void Words_are_not_endless_and_cut_between_characters()
    {
        var words = ServiceWords.In(Encoding.UTF8.GetBytes($$"""{"error": "{{new string('x', 199)}}😀 and more"}"""), "admin@example.com", "the-key");

        words.Should().Be(new string('x', 199));
    }

    [Fact]
    public void A_key_that_stands_where_the_words_are_cut_is_not_shown_in_part()
    {
        var words = ServiceWords.In(Encoding.UTF8.GetBytes($$"""{"error": "{{new string('x', 195)}}the-key"}"""), "admin@example.com", "the-key");

        words.Should().BeEmpty();
    }
}
