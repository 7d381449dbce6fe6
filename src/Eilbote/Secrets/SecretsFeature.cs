using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Secrets;

internal static partial class SecretsFeature
{
    public static void AddSecrets(this WebApplicationBuilder builder)
    {
        var keyFile = KeyFile.Load(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(keyFile);
        builder.Services.AddSingleton<LinkTokens>();
        builder.Services.AddDataProtection().SetApplicationName("Eilbote").PersistKeysToDbContext<AppDb>();
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new KeyWrap(keyFile));
    }

    /// <summary>
    /// With another key file than the one that everything was encrypted with, nothing could be delivered and no receipt be found. The
    /// oldest key tells: versions before did not notice, and made further keys under a wrong file.
    /// Errors: <see cref="CannotStartException"/>.
    /// </summary>
    public static async Task CheckKeyFileAsync(this IServiceProvider services)
    {
        var keyFile = services.GetRequiredService<KeyFile>();
        await using var scope = services.CreateAsyncScope();
        var keys = await scope.ServiceProvider.GetRequiredService<AppDb>().DataProtectionKeys.OrderBy(x => x.Id).Select(x => x.Xml!)
            .ToListAsync();
        try
        {
            if (keys.SelectMany(x => XElement.Parse(x).Descendants("wrapped")).FirstOrDefault() is { } oldest)
                new KeyUnwrap(services).Decrypt(oldest);
        }
        catch (CryptographicException e)
        {
            throw new CannotStartException(
                $"{keyFile.Path} is not the key file that this database was written with: its secrets cannot be read with it. Set Eilbote:Secrets:KeyFile to the right one.", e);
        }
        if (keyFile.OthersCanRead)
            Log.OthersCanRead(services.GetRequiredService<ILogger<KeyFile>>(), keyFile.Path);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{KeyFile} can be read by other users of this machine. Take that from them: chmod 600")]
        public static partial void OthersCanRead(ILogger log, string keyFile);
    }
}
