namespace Eilbote.Employers;

/// <summary>A company that advertises on the board and connects its ATS.</summary>
public sealed class Employer
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }

    /// <summary>As it is shown to applicants; several stand in one line.</summary>
    public string Place { get; set; } = "";

    /// <summary>With its own <see cref="ClosedDays"/> it says when its people work.</summary>
    public Country Country { get; set; }

    /// <summary>Shown to applicants who need a person to talk to; each may be empty.</summary>
    public string ContactName { get; set; } = "";
    public string ContactEmail { get; set; } = "";
    public string ContactPhone { get; set; } = "";

    /// <summary>Part of the logo's address, so that browsers may keep it; null without a logo.</summary>
    public string? LogoHash { get; set; }

    /// <summary>Of the <see cref="EmployerNotice"/> that applies; 0 before the first.</summary>
    public int NoticeVersion { get; set; }

    /// <summary>Whether its forms take archives (zip, 7z, rar, gz), where its ATS does.</summary>
    public bool TakesArchives { get; set; }

    /// <summary>
    /// So many months what it took over itself is kept after that, from 1 to 12; null: as long as its country's law lets a rejected
    /// applicant sue.
    /// </summary>
    public int? KeepMonths { get; set; }

    /// <summary>When its members were last told by mail what waits for them: once a working day.</summary>
    public DateTimeOffset? DigestedAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An employer's logo, beside its row so that only who shows it loads it.</summary>
public sealed class Logo
{
    public required Guid EmployerId { get; init; }
    public required byte[] Content { get; set; }

    /// <summary>By content.</summary>
    public required string MediaType { get; set; }
}
