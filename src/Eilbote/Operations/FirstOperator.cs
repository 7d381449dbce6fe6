using Eilbote.Members;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Operations;

/// <summary>
/// A new server has nobody who may sign in. <c>Eilbote:FirstOperator:Email</c> and <c>:Password</c> (at least 12 characters)
/// create one; both are ignored as soon as there is an operator.
/// </summary>
internal static class FirstOperator
{
    public static async Task AddFirstOperatorAsync(this IServiceProvider services, IConfiguration configuration)
    {
        var (email, password) = (configuration["Eilbote:FirstOperator:Email"], configuration["Eilbote:FirstOperator:Password"]);
        if (string.IsNullOrWhiteSpace(email) || string.IsNullOrWhiteSpace(password))
            return;
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (await users.Users.AnyAsync(x => x.IsOperator))
            return;
        var created = await users.CreateAsync(
            new User { Id = Guid.CreateVersion7(), UserName = email, Email = email, IsOperator = true }, password);
        if (!created.Succeeded)
            throw new CannotStartException(
                "Eilbote:FirstOperator was not accepted: " + string.Join(" ", created.Errors.Select(x => x.Description)));
    }
}
