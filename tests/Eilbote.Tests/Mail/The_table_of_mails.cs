using System.Globalization;
using System.Runtime.CompilerServices;
using Eilbote.Deliveries;
using Eilbote.Mail;

namespace Eilbote.Tests.Mail;

/// <summary>docs/mails.md lists every mail there is, and its numbers are those of the code.</summary>
public sealed class The_table_of_mails
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Here(), "../../../docs/mails.md"));

    private static readonly Dictionary<string, string[]> Rows = Page.Split('\n').Where(x => x.StartsWith("| `", StringComparison.Ordinal))
        .Select(x => x.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToDictionary(x => x[0].Trim('`'), x => x[1..]);

    [Fact]
    public void Has_a_row_for_each_kind_and_a_kind_for_each_row()
    {
        Assert.Equal(Enum.GetNames<MailKind>().Order(), Rows.Keys.Order());
        Assert.All(Rows.Values, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.All(row, Assert.NotEmpty);
        });
    }

    [Fact]
    public void Says_what_the_code_does()
    {
        Says(MailKind.ApplicationLate, 0, "after {0} hours", Delivery.OverdueAfter.TotalHours);
        Says(MailKind.Receipt, 0, "came in {0} minutes ago", Delivery.ReceiptAfter.TotalMinutes);
        Says(MailKind.Receipt, 2, "{0} for each application", Delivery.ReceiptsAtMost);
        Says(MailKind.ReceiptSummary, 0, "{0} mails within 24 hours", AddressLimit.PerDay);
        Says(MailKind.ReceiptSummary, 2, "with {0} applications", Eilbote.Notices.Letters.SummaryAtMost);
        Says(MailKind.ConnectionBroken, 2, "{0} days", Eilbote.Connections.BrokenNotices.Days("and"));
        Says(MailKind.AnswerMissing, 0, "after {0} and after {1} days",
            AnswerSchedule.Reminders[0].TotalDays, AnswerSchedule.Reminders[1].TotalDays);
        Says(MailKind.AnswerMissing, 2, "{0} for each time", AnswerSchedule.Reminders.Count + 1);
        Says(MailKind.AnswerMissing, 3, "{0} days have passed", AnswerSchedule.AskFor.TotalDays);
        foreach (var kind in new[] { MailKind.AnswerMissing, MailKind.ApplicationLate, MailKind.ApplicationReturned, MailKind.Receipt, MailKind.ReceiptSummary })
        {
            Says(kind, 1, "the applicant");
            Says(kind, 2, "the {0} a day", AddressLimit.PerDay);
        }
        Assert.Contains($"within {MailSchedule.Limit.TotalDays} days is undeliverable", Page, StringComparison.Ordinal);
        Assert.Contains($"has not left for {Delivery.DoubtFor.TotalDays} days", Page, StringComparison.Ordinal);
    }

    private static void Says(MailKind kind, int column, string format, params object[] values) =>
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, format, values), Rows[kind.ToString()][column], StringComparison.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
