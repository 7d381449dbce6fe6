using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>What all ways of signing in share: the page, and what follows.</summary>
internal sealed class SignIns(Sessions sessions, IWriter writer, SignInOptions options)
{
    /// <param name="to">Where it goes on; only within this server.</param>
    public IResult Page(string email, string? to, bool failed) => Web.Page.Of<SignInPage, SignInView>(
        new(email, LocalPath.Of(to), failed) { Provider = options.IsOn ? options.Name : null }, failed ? 422 : 200);

    /// <param name="employerId">For whom the person works in it; null: for whom they last did.</param>
    public async Task<IResult> BeginAsync(HttpContext http, User user, string? to, Guid? employerId, CancellationToken ct)
    {
        var language = Texts.IsEnglish ? "en" : "de";
        if (user.Language != language)
            await writer.WriteAsync((w, t) => w.Users.Where(x => x.Id == user.Id)
                .ExecuteUpdateAsync(x => x.SetProperty(u => u.Language, language), t), ct);
        var me = await sessions.BeginAsync(http, user, employerId, ct);
        return Results.LocalRedirect(LocalPath.Of(to) ?? me.Home);
    }
}

public sealed record SignInView(string Email, string? To, bool Failed)
{
    /// <summary>What the board's own login is called; null without one.</summary>
    public string? Provider { get; init; }
}
