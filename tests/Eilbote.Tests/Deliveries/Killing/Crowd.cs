using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Eilbote.Tests.Deliveries.Killing;

/// <summary>Someone who applies, and the receipt that was given.</summary>
internal sealed record Person(string Email, Guid Job, FormFile[] Files)
{
    public string? Receipt { get; set; }

    public IEnumerable<string> Hashes => Files.Select(x => Convert.ToHexStringLower(SHA256.HashData(x.Content)))
        .Order(StringComparer.Ordinal);
}

/// <summary>People who apply at the same time. Whose request breaks off sends the same form again, as people do.</summary>
internal sealed class Crowd
{
    private const int Together = 6;
    private readonly Channel<Person> _waiting = Channel.CreateUnbounded<Person>();
    private readonly List<Person> _people = [];
    private readonly List<Task> _applying;
    private readonly ServerProcess _server;
    private int _receipts;

    public Crowd(ServerProcess server)
    {
        _server = server;
        _applying = [.. Enumerable.Range(0, Together).Select(_ => ApplyAsync())];
    }

    public IReadOnlyList<Person> People => _people;
    public int Receipts => Volatile.Read(ref _receipts);

    public void Join(Person person)
    {
        _people.Add(person);
        _waiting.Writer.TryWrite(person);
    }

    /// <summary>Until each has a receipt.</summary>
    public Task EndAsync()
    {
        _waiting.Writer.TryComplete();
        return Task.WhenAll(_applying);
    }

    /// <summary>Waits for a moment while they apply, or throws what went wrong with any of them.</summary>
    public async Task UnlessItFailsAsync(Task moment) => await await Task.WhenAny([moment, .. _applying]);

    private async Task ApplyAsync()
    {
        await foreach (var person in _waiting.Reader.ReadAllAsync())
        {
            person.Receipt = await ApplyAsync(person);
            Interlocked.Increment(ref _receipts);
        }
    }

    private async Task<string> ApplyAsync(Person person)
    {
        Dictionary<string, string>? form = null;
        while (true)
        {
            var applicant = new Applicant(await _server.UpAsync());
            try
            {
                form ??= await applicant.OpenAsync(person.Job);
                var sent = await applicant.SendAsync(person.Job, form, Applicant.Fields(person.Email), person.Files);
                Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
                return sent.Receipt!;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The server was killed; the next life takes it.
            }
        }
    }
}
