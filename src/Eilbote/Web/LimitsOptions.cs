namespace Eilbote.Web;

/// <summary>How much of one kind goes at once; it comes back evenly over the time.</summary>
public sealed class Limit
{
    /// <summary>0 switches it off.</summary>
    public int Count { get; set; }

    public TimeSpan Per { get; set; }
}

/// <summary>What one client may do, generous for people. Bound from <c>Eilbote:Limits</c>.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Eilbote:Limits";

    /// <summary>Forms sent. A class of 60 behind one address applies in one lesson, and some send twice.</summary>
    public Limit Applications { get; set; } = new() { Count = 300, Per = TimeSpan.FromMinutes(20) };

    /// <summary>Files that a form's script uploads before it is sent.</summary>
    public Limit Drafts { get; set; } = new() { Count = 600, Per = TimeSpan.FromMinutes(20) };

    /// <summary>Tries to sign in.</summary>
    public Limit SignIns { get; set; } = new() { Count = 60, Per = TimeSpan.FromMinutes(15) };

    /// <summary>Requests that make this server mail a link, and what is sent by whom such a link led here.</summary>
    public Limit MailedLinks { get; set; } = new() { Count = 60, Per = TimeSpan.FromMinutes(15) };

    /// <summary>Forms sent to one job by anybody: beyond it each proves first that no program floods. It closes no job.</summary>
    public Limit Job { get; set; } = new() { Count = 200, Per = TimeSpan.FromMinutes(10) };

    /// <summary>Bytes of files kept for one client's forms that are not sent.</summary>
    public long DraftsOfClient { get; set; } = 200_000_000;

    /// <summary>Bytes of files kept for all forms that are not sent; of a disk with little room a tenth of what is free.</summary>
    public long DraftsOfAll { get; set; } = 5_000_000_000;

    /// <summary>Bytes of the disk that stay free: with less, the form is closed for the moment. Of a small disk a tenth.</summary>
    public long FreeDisk { get; set; } = 1_000_000_000;

    /// <summary>Errors: <see cref="CannotStartException"/>, naming the setting.</summary>
    public void Check()
    {
        foreach (var (name, limit) in new[]
        {
            (nameof(Applications), Applications), (nameof(Drafts), Drafts), (nameof(SignIns), SignIns), (nameof(MailedLinks), MailedLinks),
            (nameof(Job), Job),
        })
        {
            if (limit.Count < 0)
                throw new CannotStartException($"{Section}:{name}:Count must be 0 (no limit) or more: {limit.Count}.");
            if (limit.Count > 0 && limit.Per < TimeSpan.FromSeconds(1))
                throw new CannotStartException($"{Section}:{name}:Per must be a time of a second or more, such as 00:20:00: {limit.Per}.");
        }
        foreach (var (name, bytes) in new[]
        {
            (nameof(DraftsOfClient), DraftsOfClient), (nameof(DraftsOfAll), DraftsOfAll), (nameof(FreeDisk), FreeDisk),
        })
            if (bytes < 0)
                throw new CannotStartException($"{Section}:{name} must be a number of bytes, 0 or more: {bytes}.");
    }
}
