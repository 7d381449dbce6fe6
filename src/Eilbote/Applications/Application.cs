using Eilbote.Connectors;
using Eilbote.Scanning;
using Eilbote.Storage;

namespace Eilbote.Applications;

/// <summary>What one applicant sent for one job ad.</summary>
public sealed class Application
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required Guid JobAdId { get; init; }
    public required Applicant Applicant { get; set; }

    /// <summary>The applicant's address as addresses are compared; erased with it.</summary>
    [Personal]
    public required string EmailNormalized { get; set; }

    /// <summary>The applicant's name as it is searched and sorted, last name first; see <see cref="NameKey"/>. Erased with it.</summary>
    [Personal]
    public string LastFirst { get; set; } = "";

    /// <summary>The same, first name first.</summary>
    [Personal]
    public string FirstLast { get; set; } = "";

    /// <summary>The version of the privacy notice that was shown.</summary>
    public required string NoticeVersion { get; init; }
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The form token it was sent with: unique, so that a double click is one application.</summary>
    public required Guid FormTokenId { get; init; }

    /// <summary>SHA-256 over fields and document hashes, to tell a repeated submit from another one. Erased with them.</summary>
    [Personal]
    public required string ContentHash { get; set; }

    /// <summary>SHA-256 of the receipt's token; the token itself is never stored.</summary>
    public required string ReceiptHash { get; init; }

    /// <summary>SHA-256 of the token that was mailed to the present e-mail address; null before the first such mail.</summary>
    public string? MailedHash { get; set; }

    /// <summary>SHA-256 of the token of the link to what is still to be answered, as last mailed; null while there is none.</summary>
    public string? AnswerHash { get; set; }

    /// <summary>
    /// What remains of the address when its retention is over, so that a further application of the person is known: see
    /// <see cref="AddressHashes"/>. Null before, after <c>Eilbote:Repeats</c>, and always once it was erased by request.
    /// </summary>
    [Personal]
    public string? EmailHash { get; set; }

    /// <summary>When its owner pressed a button on a page to which a mail led: a stranger cannot. Null for another address.</summary>
    public DateTimeOffset? AddressProvenAt { get; set; }

    /// <summary>When answers and documents were erased; the row stays as proof that there was one.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    public List<Document> Documents { get; init; } = [];
}

/// <summary>A document: a draft bound to a form token until its application is sent.</summary>
public sealed class Document
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid? ApplicationId { get; set; }
    public required Guid FormTokenId { get; init; }

    /// <summary>The form field: <c>cv</c>, <c>cover_letter</c> or <c>documents</c>.</summary>
    public required string Slot { get; init; }

    [Personal]
    public required string FileName { get; set; }

    /// <summary>The type by content: lower case, without a dot.</summary>
    public required string Extension { get; init; }
    public required string MediaType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }
    [Personal]
    public required string Sha256 { get; set; }
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>It opens with a password only. It is delivered as it is, and people are told.</summary>
    public bool IsProtected { get; init; }

    /// <summary>It holds a program: a script in a PDF, macros in an Office file. It is delivered as it is, and people are told.</summary>
    public bool IsActive { get; init; }

    /// <summary>It is a file of another kind as well, by its beginning or end. It is delivered as it is, and people are told.</summary>
    public bool IsPolyglot { get; init; }

    /// <summary>The virus scanner's word; null while there is none. See <see cref="IsUnscanned"/>.</summary>
    public ScanResult? ScanResult { get; set; }

    /// <summary>When the scanner gave its word.</summary>
    public DateTimeOffset? ScannedAt { get; set; }

    /// <summary>The name of what the scanner found, or why it declined to scan: its own words, at most 100 characters.</summary>
    public string? ScanWords { get; set; }

    /// <summary>From when on it is scanned: its place in the order of arrival, unless it was declined. Null unless it waits.</summary>
    public DateTimeOffset? ScanDueAt { get; set; }

    /// <summary>When the applicant sent another in the place of this one, in which the scanner had found something.</summary>
    public DateTimeOffset? ReplacedAt { get; set; }

    /// <summary>A draft's end. Stays when an application takes the draft over, so that a second click finds it.</summary>
    public DateTimeOffset? DraftUntil { get; set; }

    /// <summary>
    /// Whose draft it is, as a keyed hash of the client's address; null once it was sent, and for who is not limited.
    /// </summary>
    public string? DraftHolder { get; set; }

    /// <summary>
    /// When the content was deleted, after arrival or because of what was found; the row stays as proof of what was sent.
    /// </summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>Nobody has looked for viruses in it. Where there is a scanner it is neither delivered nor given to anyone.</summary>
    public bool IsUnscanned => ScanResult is null && ErasedAt is null;

    /// <summary>The scanner found something, and nothing took its place: it goes nowhere any more.</summary>
    public bool IsWithheld => ScanResult == Applications.ScanResult.Found && ReplacedAt is null;

    /// <summary>Writes what the scanner said. What it found is to be deleted by the caller.</summary>
    internal void Scanned(ScanVerdict verdict, DateTimeOffset now)
    {
        (ScanWords, ScanDueAt) = (null, null);
        switch (verdict)
        {
            case ScanVerdict.Clean:
                (ScanResult, ScannedAt) = (Applications.ScanResult.Clean, now);
                break;
            case ScanVerdict.Found found:
                (ScanResult, ScannedAt, ScanWords, ErasedAt) = (Applications.ScanResult.Found, now, found.Name, now);
                break;
            case ScanVerdict.Declined declined:
                // Somebody must change the scanner's limits: what has taken long will rarely go within the next second.
                var again = TimeSpan.FromTicks(Math.Clamp((now - StoredAt).Ticks / 2, TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour));
                (ScanWords, ScanDueAt) = (declined.Why, now + again);
                break;
            case ScanVerdict.NoAnswer:
                ScanDueAt = StoredAt;
                break;
        }
    }
}

/// <summary>
/// What came of looking for viruses. A closed set. Gone: there was nothing left to look into, so that nothing of it can leave either.
/// </summary>
public enum ScanResult { Clean, Found, Gone }
