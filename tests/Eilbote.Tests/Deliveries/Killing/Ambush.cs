using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eilbote.Tests.Deliveries.Killing;

internal enum Side { BeforeItsWork, BeforeItsAnswer }

/// <summary>Stops requests inside the sandbox, so that the server can be killed at exactly that moment.</summary>
internal sealed class Ambush : IStartupFilter
{
    private Trap? _trap;

    /// <summary>Completes when a request of this path stands there; it and those that follow stay until <see cref="Release"/>.</summary>
    public Task AwaitAsync(string path, Side side)
    {
        _trap = new Trap(path, side);
        return _trap.Reached.Task;
    }

    public void Release()
    {
        _trap?.Released.TrySetResult();
        _trap = null;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(MeetAsync);
        next(app);
    };

    private async Task MeetAsync(HttpContext http, RequestDelegate next)
    {
        // An ATS does not stop its work because the caller is gone.
        http.RequestAborted = CancellationToken.None;
        if (_trap is { } trap && trap.Path == http.Request.Path)
        {
            if (trap.Side == Side.BeforeItsWork)
                await trap.HoldAsync();
            else
                http.Response.OnStarting(trap.HoldAsync);
        }
        await next(http);
    }

    private sealed record Trap(string Path, Side Side)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HoldAsync()
        {
            Reached.TrySetResult();
            return Released.Task;
        }
    }
}
