using Eilbote.Board;
using Eilbote.Storage;
using Eilbote.Web;

namespace Eilbote.Applying;

/// <summary>Why nothing of what came is stored. A closed set.</summary>
internal enum Barred { NoToken, Closed, TooMany, NoRoom }

/// <param name="Token">The form's own; null when it is none of ours, for another job, or too old.</param>
/// <param name="By">Null when what comes may be stored.</param>
/// <param name="After">With <see cref="Barred.TooMany"/>, when it goes again.</param>
internal sealed record Admitted(FormToken? Token, Barred? By, TimeSpan? After = null);

/// <summary>
/// Decides once for each request whether what it brings may be stored: asked before its first file, or at its end. What may not is
/// read to its end and answered.
/// </summary>
internal sealed class Door(FormTokens tokens, Limits limits, LimitsOptions options, DiskSpace disk)
{
    /// <summary>Whether so little of the disk is free that the rest belongs to what is accepted already.</summary>
    public bool HasNoRoom => disk.IsBelow(options.FreeDisk);

    public Admitted Admit(Limited what, HttpContext http, Destination to, Upload before)
    {
        var token = tokens.Read(before.Fields.GetValueOrDefault("form_token"), to.JobAdId);
        if (!to.Open)
            return new(token, Barred.Closed);
        if (token is null || !tokens.IsFresh(token))
            return new(token, Barred.NoToken);
        if (limits.Refuses(what, http) is { } after)
            return new(token, Barred.TooMany, after);
        return new(token, HasNoRoom ? Barred.NoRoom : null);
    }

    /// <summary>What is said of it, above the form.</summary>
    public static string Words(Admitted admitted) => admitted.By switch
    {
        Barred.TooMany => Texts.T(
            $"Von Ihrem Anschluss kamen gerade sehr viele Bewerbungen; vielleicht teilen Sie ihn mit anderen. Es ist nichts gesendet, Ihre Angaben stehen noch da: bitte senden Sie {TooMany.Again(admitted.After!.Value)} noch einmal.",
            $"Very many applications came from your connection just now; perhaps you share it with others. Nothing was sent, your entries are still here: please send again {TooMany.Again(admitted.After!.Value)}."),
        Barred.NoRoom => Closed,
        Barred.NoToken => Texts.T(
            "Dieses Formular war zu lange offen. Ihre Angaben stehen noch da; bitte senden Sie noch einmal.",
            "This form was open for too long. Your entries are still here; please send again."),
        Barred.Closed => Texts.T("Dieses Inserat nimmt keine Bewerbungen an.", "This job takes no applications."),
        null => "",
    };

    /// <summary>A document could not be stored.</summary>
    public static string NotStored => Texts.T(
        "Wir können gerade nichts speichern; das liegt an uns. Bitte versuchen Sie es in einigen Minuten noch einmal.",
        "We cannot store anything right now; the fault is ours. Please try again in a few minutes.");

    /// <summary>The form is closed for the moment, and why.</summary>
    public static string Closed => Texts.T(
        "Wir können gerade keine Bewerbungen annehmen; das liegt an uns. Es ist nichts gesendet. Was Sie schreiben, bleibt hier stehen: bitte senden Sie etwas später.",
        "We cannot take applications right now; the fault is ours. Nothing was sent. What you write stays here: please send a little later.");

    public static int Status(Barred by) => by switch
    {
        Barred.NoToken => 422,
        Barred.Closed => 409,
        Barred.TooMany => 429,
        Barred.NoRoom => 503,
    };
}
