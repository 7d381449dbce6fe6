using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Guide;
using Eilbote.Guide.Email;
using Eilbote.Guide.Personio;
using Eilbote.Guide.Webhook;
using Eilbote.Insights;
using Eilbote.JobAds;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Notices;
using Eilbote.Operations;
using Eilbote.Prefill;
using Eilbote.Profile;
using Eilbote.Questions;
using Eilbote.Scanning;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Team;
using Eilbote.Web;

namespace Eilbote;

/// <summary>The table of contents of the house.</summary>
public static class Server
{
    public static async Task<int> Main(string[] args)
    {
        // A child of a server, which reads CVs for it, and nothing else of the house.
        if (args is [CvWorker.Argument])
            return CvWorker.Run();
        try
        {
            var app = Build(args);
            await OpenAsync(app);
            await app.RunAsync();
            return 0;
        }
        catch (CannotStartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Nothing reads changed settings, and watching the folder would see every write to the database.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder);
        builder.AddSecrets();
        builder.AddStorage();
        builder.AddWeb();
        builder.AddPrefill();
        builder.AddScanning();
        builder.AddMembers(Access.Table);
        builder.AddAts();
        builder.AddConnections();
        builder.AddBoard();
        builder.AddJobAds();
        builder.AddApplying();
        builder.AddDeliveries();
        builder.AddMail();
        builder.AddNotices();
        builder.AddPersonioGuide();
        builder.AddWebhookGuide();
        builder.AddEmailFaqs();
        builder.AddTeam();
        builder.AddInsights();
        builder.AddOperations();

        var app = builder.Build();
        app.UseWeb();
        WaitingForm.UseWaitingForms(app);
        app.UseOldTabs();
        app.UseAskAgain();
        app.MapOperations();
        app.MapBoard();
        app.MapApply();
        app.MapDrafts();
        app.MapReceipts();
        app.MapSupplements();
        app.MapSecondPathLinks();
        app.MapAnswers();
        app.MapConfirmations();
        app.MapLogos();
        app.MapEmployerNotice();
        app.MapSignIn();
        app.MapPasskeys();
        app.MapBoardLogin();
        app.MapAccount();
        app.MapPersonioGuide();
        app.MapWebhookGuide();
        var portal = app.MapPortal();
        portal.MapOverview();
        portal.MapProfile();
        portal.MapClosedDays();
        portal.MapRetention();
        portal.MapNotice();
        portal.MapApplications();
        portal.MapJobAds();
        portal.MapQuestions();
        portal.MapFaqs();
        portal.MapInviting();
        portal.MapSmartApply();
        portal.MapSecondPath();
        portal.MapVerifications();
        portal.MapTeam();
        app.MapInvitations();
        app.MapOperators();
        app.MapOperatorDeeds();
        app.MapProbingStops();
        app.MapPickedUpMails();
        AccessPolicy.Check(app, Access.Table);
        return app;
    }

    /// <summary>Brings the database to this version and creates the first operator. Errors: in words for the operator.</summary>
    public static async Task OpenAsync(WebApplication app)
    {
        await app.Services.OpenStorageAsync();
        await app.Services.CheckKeyFileAsync();
        await app.Services.AddFirstOperatorAsync(app.Configuration);
    }
}
