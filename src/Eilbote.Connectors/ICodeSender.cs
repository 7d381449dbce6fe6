namespace Eilbote.Connectors;

/// <summary>A connector whose ATS can be asked nothing, because people read there: a code that they type here proves the access.</summary>
public interface ICodeSender
{
    /// <summary>How long a code is valid, from the moment when it left.</summary>
    static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(30);

    /// <param name="id">Of the mail, the same at every try.</param>
    /// <param name="employer">For whom applications are to go there.</param>
    Step SendCode(ConnectionSettings connection, string code, Guid id, string employer);
}
