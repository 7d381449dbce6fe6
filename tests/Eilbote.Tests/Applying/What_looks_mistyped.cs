using System.Net.Http.Json;
using System.Text.Json;

namespace Eilbote.Tests.Applying;

public sealed class What_looks_mistyped
{
    [Fact]
    public async Task Is_asked_about_and_what_is_right_is_not()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var (typed, meant) in new[]
        {
            ("a@gmial.com", "a@gmail.com"), ("a@gmx.ta", "a@gmx.at"), ("a@gmai.com", "a@gmail.com"), ("a@hotmial.com", "a@hotmail.com"),
            ("A.B@GMX.TA", "A.B@gmx.at"), ("a@gmail.com", null), ("a@gmx.net", null), ("a@musterfirma.example", null), ("kein", null), ("", null),
        })
            Assert.Equal(meant is null ? null : $"Meinten Sie {meant}?", (await AskAsync(app, "email", typed))?.ToString());
        foreach (var (typed, odd) in new[]
        {
            ("+43 660 1234567", false), ("0660/1234567", false), ("01 58858", false), ("+49 151 12345678", false), ("+43 660", false),
            ("+43 660 12345678901234567", true), ("+999 12345678", true), ("", false),
        })
            Assert.Equal((typed, odd), (typed, await AskAsync(app, "phone", typed) is not null));
    }

    private static async Task<string?> AskAsync(TestApp app, string field, string typed)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { [field] = typed, ["lang"] = "de" });
        using var answer = await app.Http.PostAsync(new Uri("/apply/hints", UriKind.Relative), form);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(field).GetString();
    }
}
