using Eilbote.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Eilbote.Secrets;

internal static class SecretsFeature
{
    public static void AddSecrets(this WebApplicationBuilder builder)
    {
        var keyFile = KeyFile.Load(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(keyFile);
        builder.Services.AddDataProtection().SetApplicationName("Eilbote").PersistKeysToDbContext<AppDb>();
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new KeyWrap(keyFile));
    }
}
