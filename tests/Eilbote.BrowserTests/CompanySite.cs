using System.Net;
using System.Text;

namespace Eilbote.BrowserTests;

/// <summary>A company's own site: on each address the same page.</summary>
internal sealed class CompanySite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _answering;

    private CompanySite(string origin, byte[] page)
    {
        _listener.Prefixes.Add(origin + "/");
        _listener.Start();
        _answering = AnswerAsync(page);
    }

    public static CompanySite Start(string origin, string html) => new(origin, Encoding.UTF8.GetBytes(html));

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _answering;
    }

    private async Task AnswerAsync(byte[] page)
    {
        try
        {
            while (true)
            {
                var response = (await _listener.GetContextAsync()).Response;
                response.ContentType = "text/html; charset=utf-8";
                response.Close(page, willBlock: true);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed: the test has ended.
        }
    }
}
