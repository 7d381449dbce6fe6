using Eilbote.Employers;
using Eilbote.Members;
using System.Security.Cryptography;
using Eilbote.Connectors;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Profile;

/// <summary>How the employer appears to applicants: name, logo, places, contact.</summary>
internal static class ProfilePages
{
    public static void MapProfile(this RouteGroupBuilder portal)
    {
        portal.MapGet("/profile", ShowAsync);
        portal.MapPost("/profile", SaveAsync);
    }

    public static void MapLogos(this WebApplication app) => app.MapGet("/logos/{employerId:guid}/{hash}", LogoAsync);

    private static async Task<IResult> ShowAsync(Member me, bool? saved, AppDb db, CancellationToken ct)
    {
        var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
        return Page.Of<ProfilePage, ProfileView>(new(me, employer, ProfileForm.Of(employer), [], saved == true));
    }

    private static async Task<IResult> SaveAsync(
        Member me, ProfileForm typed, AppDb db, IWriter writer, CancellationToken ct)
    {
        var form = typed.Cleaned();
        var errors = form.Check();
        var file = typed.Logo is { Length: > 0 } logo ? await LogoFile.ReadAsync(logo, ct) : null;
        if (file?.Wrong is { } wrong)
            errors["Logo"] = wrong;
        else if (file is not null && errors.Count > 0)
            errors["Logo"] = new(
                "Bitte wählen Sie das Logo noch einmal: es wurde noch nicht gespeichert.",
                "Please choose the logo again: it was not saved yet.");
        if (errors.Count > 0)
        {
            var unchanged = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
            return Page.Of<ProfilePage, ProfileView>(new(me, unchanged, form, errors, false), 422);
        }
        await writer.WriteAsync(async (w, t) =>
        {
            var employer = await w.Employers.SingleAsync(x => x.Id == me.EmployerId, t);
            (employer.Name, employer.Place, employer.ContactName, employer.ContactEmail, employer.ContactPhone) =
                (form.Name, form.Place, form.ContactName, form.ContactEmail, form.ContactPhone);
            employer.TakesArchives = form.TakesArchives;
            if (file is null && !form.RemoveLogo)
                return 0;
            await w.Logos.Where(x => x.EmployerId == me.EmployerId).ExecuteDeleteAsync(t);
            employer.LogoHash = file is null ? null : Convert.ToHexStringLower(SHA256.HashData(file.Content))[..16];
            if (file is not null)
                w.Logos.Add(new Logo { EmployerId = me.EmployerId, Content = file.Content, MediaType = file.MediaType });
            return 1;
        }, ct);
        return new SeeOther("/portal/profile?saved=true");
    }

    /// <summary>Shown from our own origin, so it may do nothing there: not run, not load, not be read as another type.</summary>
    private static async Task<IResult> LogoAsync(Guid employerId, string hash, HttpContext http, AppDb db, CancellationToken ct)
    {
        var logo = await db.Logos.AsNoTracking()
            .SingleOrDefaultAsync(x => x.EmployerId == employerId && db.Employers.Any(e => e.Id == employerId && e.LogoHash == hash), ct);
        if (logo is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(logo.Content, logo.MediaType);
    }
}

/// <param name="Employer">As it is stored and as applicants see it now.</param>
/// <param name="Form">As typed.</param>
public sealed record ProfileView(Member Me, Employer Employer, ProfileForm Form, Dictionary<string, Words> Errors, bool Saved);
