namespace Eilbote.Web;

/// <summary>How good a piece of news is: the colour in which it is shown.</summary>
public enum Tone { Good, Wait, Bad, Idle }

internal static class Tones
{
    /// <summary>The style sheet's word for a tone.</summary>
    public static string Class(Tone tone) => tone switch { Tone.Good => "good", Tone.Wait => "wait", Tone.Bad => "bad", _ => "idle" };
}
