namespace Eilbote.Team;

internal static class TeamFeature
{
    public static void AddTeam(this WebApplicationBuilder builder) => builder.Services.AddScoped<TeamViews>();
}
