namespace Eilbote.Deliveries;

internal static class Tones
{
    /// <summary>The style sheet's word for a tone.</summary>
    public static string Class(Tone tone) => tone switch { Tone.Good => "good", Tone.Wait => "wait", Tone.Bad => "bad", _ => "idle" };
}
