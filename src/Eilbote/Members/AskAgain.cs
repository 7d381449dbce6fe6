using Eilbote.Web;

namespace Eilbote.Members;

/// <summary>
/// Before a secret or a role changes, whoever has been signed in for longer proves again who they are: the form waits on that page, and
/// goes on with what was typed.
/// </summary>
internal static class AskAgain
{
    public const string Password = "proof_password", Passkey = "proof_passkey";

    public static void UseAskAgain(this WebApplication app) => app.Use(PassAsync);

    private static async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<AccessTable>().Of(http) is { AsksAgain: true } && SignedIn.Of(http) is { } me
            && !me.IsProvenAt(services.GetRequiredService<TimeProvider>().GetUtcNow()))
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var (password, passkey) = (form[Password].ToString(), form[Passkey].ToString());
            var proven = password.Length + passkey.Length > 0 && await IsAsync(http, me.User, password, passkey);
            if (!proven)
            {
                var page = Page.Of<AskAgainPage, AskAgainView>(
                    new(me, WaitingForm.Of(http, form), password.Length + passkey.Length > 0), StatusCodes.Status403Forbidden);
                await page.ExecuteAsync(http);
                return;
            }
            await services.GetRequiredService<Sessions>().ProveAsync(me.Session, http.RequestAborted);
        }
        await next(http);
    }

    private static async Task<bool> IsAsync(HttpContext http, User user, string password, string passkey)
    {
        if (passkey.Length > 0)
            return await http.RequestServices.GetRequiredService<Passkeys>().WhoAsync(passkey) is { } other && other.Id == user.Id;
        return await http.RequestServices.GetRequiredService<Passwords>().CheckAsync(http, user.Email!, password, http.RequestAborted)
            is { } same && same.Id == user.Id;
    }
}

/// <param name="Failed">What was given was not accepted.</param>
public sealed record AskAgainView(SignedIn Me, WaitingForm Form, bool Failed);
