using Eilbote.Web;

namespace Eilbote.Mail;

internal static class MailFeature
{
    /// <summary>Errors: <see cref="InvalidOperationException"/> when the settings cannot work.</summary>
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.Read<MailOptions>("Eilbote:Mail");
        options.Check(builder.Configuration.Read<BoardOptions>(BoardOptions.Section).PublicAddress);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(new MailServers(options));
        services.AddSingleton<BounceAddress>();
        services.AddSingleton<BounceMailbox>();
        if (options.PickupFolder.Length > 0)
            services.AddSingleton<IMailTransport>(new PickupTransport(options.PickupFolder));
        else if (options.Sends)
            services.AddSingleton<IMailTransport, SmtpTransport>();
        services.AddSingleton<LetterPress>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<Mailer>();
        services.AddHostedService(provider => provider.GetRequiredService<Mailer>());
    }
}
