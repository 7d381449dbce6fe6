using Eilbote.Members;

namespace Eilbote;

/// <summary>
/// Who may call what: the policy itself, and what its test walks. The server does not start with a route that is not here. What each role
/// may is in <see cref="Roles"/>.
/// </summary>
internal static class Access
{
    public static readonly AccessTable Table = new([
        new(Right.None,
            "GET /", "GET /jobs/{id:guid}", "GET /sitemap.xml", "GET /robots.txt", "GET /accessibility", "GET /privacy",
            "GET /employers/{id:guid}/privacy", "GET /logos/{employerId:guid}/{hash}", "GET /files/{hash}/{name}", "GET /embed.js",
            "GET /guide/personio", "GET /guide/webhook", "GET /health/live", "GET /health/ready", "GET /{*path:nonfile}",
            "GET /mails", "GET /mails/{id:guid}", "GET /mails/{id:guid}/text"),

        // Applicants: what their links and forms hold is their right.
        new(Right.None,
            "GET /jobs/{id:guid}/apply", "POST /jobs/{id:guid}/apply", "POST /apply/hints",
            "POST /jobs/{id:guid}/apply/documents", "DELETE /jobs/{id:guid}/apply/documents/{documentId:guid}",
            "GET /receipts/{token}", "POST /receipts/{token}", "POST /receipts/{token}/withdraw", "POST /receipts/{token}/doubt",
            "POST /receipts/{token}/mine", "POST /receipts/{token}/revoke", "POST /receipts/{token}/confirm",
            "GET /receipts/{token}/application.zip",
            "GET /receipts/{token}/supplement", "POST /receipts/{token}/supplement",
            "GET /second-path/{token}", "POST /second-path/{token}",
            "GET /answers/{token}", "POST /answers/{token}", "POST /answers/{token}/renew",
            "GET /receipts/{token}/files/{documentId:guid}", "POST /receipts/{token}/files/{documentId:guid}"),

        // Who got the mail with an application: the link is their right.
        new(Right.None, "GET /handovers/{id:guid}/{token}", "POST /handovers/{id:guid}/{token}"),

        // Who is not signed in yet, or comes by a mailed link.
        new(Right.None,
            "GET /sign-in", "POST /sign-in", "POST /sign-in/passkey", "POST /sign-in/passkey/options",
            "GET /sign-in/board", "GET /sign-in/board/done",
            "GET /sign-in/forgotten", "POST /sign-in/forgotten", "GET /password/{token}", "POST /password/{token}",
            "GET /invitations/{token}", "POST /invitations/{token}", "GET /account/address/{token}", "POST /account/address/{token}"),

        new(Right.OwnAccount,
            "POST /sign-out", "GET /account", "POST /account/password", "POST /account/sessions/{id:guid}/end",
            "POST /account/sessions/end", "POST /account/employer", "POST /invitations/{token}/join", "POST /account/passkeys/options"),
        new(Right.OwnAccount,
            "POST /account/email", "POST /account/board-login", "POST /account/passkeys", "POST /account/passkeys/{id}/remove")
        { AsksAgain = true },

        new(Right.SeeConnection, "GET /portal/smart-apply", "GET /portal/smart-apply/verifications/{id:guid}"),
        new(Right.EnterValues,
            "POST /portal/smart-apply/draft", "POST /portal/smart-apply/draft/discard", "POST /portal/smart-apply/{id:guid}/verify",
            "POST /portal/smart-apply/verifications/{id:guid}/code"),
        new(Right.EnterValues, "POST /portal/smart-apply") { AsksAgain = true },

        new(Right.See,
            "GET /portal", "GET /portal/profile", "GET /portal/profile/notice",
            "GET /portal/profile/working-days", "GET /portal/profile/retention", "GET /portal/faqs",
            "GET /portal/job-ads", "GET /portal/job-ads/new", "GET /portal/job-ads/{id:guid}", "GET /portal/job-ads/{id:guid}/numbers.csv",
            "GET /portal/questions", "GET /portal/questions/edit",
            "GET /portal/applications", "GET /portal/applications/{id:guid}",
            "GET /portal/applications/{id:guid}/documents/{documentId:guid}"),
        new(Right.Work,
            "POST /portal/profile", "POST /portal/profile/notice", "POST /portal/profile/working-days",
            "POST /portal/profile/working-days/country", "POST /portal/profile/working-days/{id:guid}/remove",
            "POST /portal/job-ads/new", "POST /portal/job-ads/{id:guid}", "POST /portal/job-ads/{id:guid}/close",
            "POST /portal/job-ads/{id:guid}/reopen", "POST /portal/job-ads/import", "POST /portal/job-ads/feeds/{id:guid}/read",
            "POST /portal/job-ads/feeds/{id:guid}/take", "POST /portal/job-ads/feeds/{id:guid}/leave",
            "POST /portal/job-ads/feeds/{id:guid}/empty",
            "POST /portal/questions", "POST /portal/questions/edit", "POST /portal/questions/preview",
            "GET /portal/applications/{id:guid}/{deed:regex(^(retry|hold|release|return|hand-over|confirm)$)}",
            "POST /portal/applications/{id:guid}/{deed:regex(^(retry|hold|release|return|hand-over|confirm)$)}",
            "GET /portal/applications/all/{deed:regex(^(retry|hold|release)$)}",
            "POST /portal/applications/all/{deed:regex(^(retry|hold|release)$)}",
            "GET /portal/applications/{id:guid}/application.zip",
            "GET /portal/applications/applications.csv", "POST /portal/applications/exports",
            "GET /portal/applications/exports/{id:guid}", "GET /portal/applications/exports/{id:guid}/applications.zip"),
        new(Right.Manage, "POST /portal/second-path", "POST /portal/second-path/admit", "POST /portal/second-path/remove",
            "POST /portal/second-path/documents", "POST /portal/profile/retention")
        { AsksAgain = true },
        new(Right.Manage,
            "GET /portal/second-path", "POST /portal/second-path/repeats",
            "POST /portal/smart-apply/invitations", "POST /portal/smart-apply/invitations/{id:guid}/revoke",
            "POST /portal/smart-apply/{id:guid}/test", "POST /portal/smart-apply/{id:guid}/off",
            "GET /portal/team", "POST /portal/team/invitations/{id:guid}/resend", "POST /portal/team/invitations/{id:guid}/revoke"),
        new(Right.Manage, "POST /portal/team/invitations", "POST /portal/team/{id:guid}", "POST /portal/team/{id:guid}/end")
        { AsksAgain = true },

        new(Right.Operate,
            "GET /operators", "POST /operators/employers", "POST /operators/probing/resume",
            "GET /operators/deliveries/{deed:regex(^(retry|hold|release)$)}",
            "POST /operators/deliveries/{deed:regex(^(retry|hold|release)$)}"),
    ]);
}
