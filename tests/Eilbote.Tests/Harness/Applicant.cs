using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eilbote.Tests.Harness;

public sealed record FormFile(string Field, string Name, byte[] Content, string MediaType = "application/pdf");

/// <summary>What came back for a form: the page, and the receipt's address if there is one.</summary>
public sealed record Sent(HttpStatusCode Status, string? Receipt, string Html);

/// <summary>Applies as a browser does without JavaScript: opens the form, fills it in, sends it.</summary>
public sealed partial class Applicant(HttpClient http)
{
    public static byte[] Pdf(int size = 2000, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        Encoding.ASCII.GetBytes("%PDF-1.7\n").CopyTo(bytes, 0);
        return bytes;
    }

    public static Dictionary<string, string> Fields(string email = "aenne.oeztuerk@example.com") => new()
    {
        ["first_name"] = "Änne",
        ["last_name"] = "Öztürk",
        ["email"] = email,
        ["phone"] = "+43 660 1234567",
        ["message"] = "Guten Tag,\nich freue mich.",
    };

    /// <summary>The hidden fields of a freshly opened form.</summary>
    public async Task<Dictionary<string, string>> OpenAsync(Guid job)
    {
        using var response = await http.GetAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative));
        return Hidden(await response.Content.ReadAsStringAsync());
    }

    public static Dictionary<string, string> Hidden(string html) =>
        HiddenField().Matches(html).ToDictionary(x => x.Groups["name"].Value, x => WebUtility.HtmlDecode(x.Groups["value"].Value));

    public async Task<Sent> ApplyAsync(Guid job, Dictionary<string, string>? fields = null, params FormFile[] files) =>
        await SendAsync(job, await OpenAsync(job), fields ?? Fields(), files);

    public async Task<Sent> SendAsync(
        Guid job, Dictionary<string, string> hidden, Dictionary<string, string> fields, params FormFile[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in hidden.Concat(fields))
            form.Add(new StringContent(value), name);
        foreach (var file in files)
        {
            var content = new ByteArrayContent(file.Content);
            content.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
            form.Add(content, file.Field, file.Name);
        }
        using var response = await http.PostAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative), form);
        return new Sent(response.StatusCode, response.Headers.Location?.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends one file before the form, as its script does.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> UploadAsync(Guid job, string? token, FormFile file, string language = "de")
    {
        using var form = new MultipartFormDataContent();
        if (token is not null)
            form.Add(new StringContent(token), "form_token");
        form.Add(new StringContent(language), "lang");
        form.Add(new ByteArrayContent(file.Content), file.Field, file.Name);
        using var response = await http.PostAsync(new Uri($"/jobs/{job}/apply/documents", UriKind.Relative), form);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();
}
