using System.Security.Cryptography;
using System.Text.Json;
using Eilbote.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Eilbote.Members;

/// <summary>
/// A form that was sent and waits for an answer before it is taken. What it held travels sealed through the page that asks, since a secret
/// that was typed is shown on none; and only this session can send it on, to the same address.
/// </summary>
/// <param name="Action">Where it was sent.</param>
/// <param name="Back">The page on which it stood.</param>
public sealed record WaitingForm(string Action, string Sealed, string Back)
{
    public const string Field = "waiting_form";

    /// <summary>Longer than anybody looks for a password.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromHours(1);

    /// <summary>What each form of ours carries anew, and what answers.</summary>
    private static readonly HashSet<string> Own = ["lang", WebFeature.EmployerField, AskAgain.Password, AskAgain.Passkey, OldTabs.Confirmed];

    public static WaitingForm Of(HttpContext http, IFormCollection form)
    {
        var fields = form.Where(x => !Own.Contains(x.Key) && !x.Key.StartsWith("__", StringComparison.Ordinal))
            .ToDictionary(x => x.Key, x => x.Value.ToArray());
        return new(http.Request.Path + http.Request.QueryString,
            Protector(http).Protect(JsonSerializer.Serialize(new Contents(Now(http) + Lives, fields))), WebFeature.CameFrom(http.Request));
    }

    /// <summary>Lets a form that waited be read as it was sent first.</summary>
    public static void UseWaitingForms(WebApplication app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && SignedIn.Of(http) is not null
            // Never an applicant's form, which is read as it streams in: members apply, too.
            && http.RequestServices.GetRequiredService<AccessTable>().Of(http) is { Right: not Right.None }
            && await http.Request.ReadFormAsync(http.RequestAborted) is var form && form[Field].ToString() is { Length: > 0 } waiting)
        {
            if (Open(http, waiting) is not { } fields)
            {
                await Page.Of<UnsentPage, Unsent>(new Unsent(WebFeature.CameFrom(http.Request), Unsent.Why.TooOld), 400).ExecuteAsync(http);
                return;
            }
            foreach (var (name, value) in form.Where(x => x.Key != Field))
                fields[name] = value;
            http.Features.Set<IFormFeature>(new FormFeature(new FormCollection(fields)));
        }
        await next(http);
    });

    /// <summary>Null for what is too old, or is another session's or another address's.</summary>
    private static Dictionary<string, StringValues>? Open(HttpContext http, string text)
    {
        try
        {
            var (ends, fields) = JsonSerializer.Deserialize<Contents>(Protector(http).Unprotect(text))!;
            return ends > Now(http) ? fields.ToDictionary(x => x.Key, x => new StringValues(x.Value), StringComparer.OrdinalIgnoreCase)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext http) => http.RequestServices.GetRequiredService<IDataProtectionProvider>()
        .CreateProtector(Field, SignedIn.Of(http)!.Session.Id.ToString(), http.Request.Path);

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private sealed record Contents(DateTimeOffset Ends, Dictionary<string, string?[]> Fields);
}
