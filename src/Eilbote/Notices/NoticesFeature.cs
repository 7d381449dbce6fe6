using Eilbote.Mail;

namespace Eilbote.Notices;

/// <summary>Who must be told by mail, and in which words.</summary>
internal static class NoticesFeature
{
    public static void AddNotices(this WebApplicationBuilder builder) => builder.Services.AddScoped<ILetters, Letters>();
}
