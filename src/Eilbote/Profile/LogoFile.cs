using Eilbote.Connectors;
using Eilbote.Files;

namespace Eilbote.Profile;

/// <summary>A logo as it was uploaded, or in words why it cannot be used.</summary>
public sealed record LogoFile(byte[] Content, string MediaType, Words? Wrong)
{
    public const int MaxBytes = 1_000_000;

    /// <summary>Pictures that every browser shows and that hold no program. SVG can.</summary>
    private static readonly string[] Taken = ["png", "jpg", "webp", "gif"];

    public static async Task<LogoFile> ReadAsync(IFormFile file, CancellationToken ct)
    {
        if (file.Length > MaxBytes)
            return Refuse(new(
                "Diese Datei ist größer als 1 MB. Bitte wählen Sie eine kleinere.",
                "This file is larger than 1 MB. Please choose a smaller one."));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        var bytes = content.ToArray();
        if (FileTypes.Detect(bytes, file.FileName) is { } type && Taken.Contains(type.Extension))
            return new(bytes, type.MediaType, null);
        return Refuse(file.FileName.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
            ? new(
                "SVG nehmen wir nicht an, weil darin Programme stecken können. Bitte speichern Sie das Logo als PNG.",
                "We do not take SVG because it can hold programs. Please save the logo as PNG.")
            : new(
                "Das ist kein Bild, das wir zeigen können. Bitte wählen Sie PNG, JPEG, WebP oder GIF.",
                "This is not a picture that we can show. Please choose PNG, JPEG, WebP or GIF."));
    }

    private static LogoFile Refuse(Words why) => new([], "", why);
}
