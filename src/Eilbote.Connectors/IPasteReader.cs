namespace Eilbote.Connectors;

/// <summary>A connector that understands what people paste: a whole link, a row with its labels, a value in another's field.</summary>
public interface IPasteReader
{
    /// <param name="pasted">By field, as typed; a field that is not among them is empty.</param>
    /// <param name="known">The values that are stored, to recognise one in another's field.</param>
    /// <returns>Every field of the descriptor.</returns>
    Pasted ReadPasted(IReadOnlyDictionary<string, string> pasted, IReadOnlyDictionary<string, string> known);
}

/// <summary>Values by field, read out of what was pasted, and what is wrong, by field.</summary>
public sealed record Pasted(Dictionary<string, string> Values, Dictionary<string, Words> Wrong);
