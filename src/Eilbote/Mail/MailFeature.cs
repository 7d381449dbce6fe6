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
        if (options.Sends)
            services.AddSingleton<IMailTransport>(
                options.PickupFolder.Length > 0 ? new PickupTransport(options.PickupFolder) : new SmtpTransport(options));
        services.AddSingleton<LetterPress>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<Mailer>();
        services.AddHostedService(provider => provider.GetRequiredService<Mailer>());
    }
}
