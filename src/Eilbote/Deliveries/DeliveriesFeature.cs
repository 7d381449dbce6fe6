using Eilbote.Applications;

namespace Eilbote.Deliveries;

internal static class DeliveriesFeature
{
    public static void AddDeliveries(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // The exchange row is the record of a request; the client's own log would carry addresses.
        services.AddSingleton<Erasure>();
        services.AddSingleton<AddressHashes>();
        services.AddSingleton(builder.Configuration.Read<Retention>("Eilbote:Retention").Check());
        services.AddSingleton(builder.Configuration.Read<RepeatOptions>("Eilbote:Repeats").Check());
        services.AddSingleton<Ledger>();
        services.AddSingleton<PortalLinks>();
        services.AddSingleton<Lane>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<SecondPathMails>();
        services.AddHostedService(provider => provider.GetRequiredService<SecondPathMails>());
        services.AddSingleton<WaitingLists>();
        services.AddHostedService(provider => provider.GetRequiredService<WaitingLists>());
        services.AddSingleton<ByHand>();
        services.AddSingleton<Bounces>();
        services.AddHostedService(provider => provider.GetRequiredService<Bounces>());
        services.AddSingleton<PendingScans>();
        services.AddSingleton<ZipExports>();
        services.AddHostedService(provider => provider.GetRequiredService<ZipExports>());
        services.AddSingleton<NameKeyFill>();
        services.AddHostedService(provider => provider.GetRequiredService<NameKeyFill>());
        services.AddHostedService(provider => provider.GetRequiredService<PendingScans>());
        services.AddHostedService(provider => provider.GetRequiredService<Lanes>());
    }
}
