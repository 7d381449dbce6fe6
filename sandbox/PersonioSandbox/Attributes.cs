using System.Globalization;

namespace PersonioSandbox;

/// <summary>Of which type a company declares an attribute.</summary>
public enum AttributeType
{
    Text, LongText, Option, MultiSelect, Date, Number, YesNo, File,
}

/// <param name="Id">What the interface takes as value, for example <c>custom_option_7</c>.</param>
public sealed record AttributeOption(string Id, string Label);

/// <summary>What a company wants to know of an applicant beside name and e-mail.</summary>
/// <param name="Id">Its API name, for example <c>custom_attribute_42</c> or <c>salary_expectations</c>.</param>
public sealed record ApplicationAttribute(string Id, string Label, AttributeType Type, params AttributeOption[] Options)
{
    private const string CustomPrefix = "custom_attribute_";

    /// <summary>Those that every company has; only where they are mandatory is its own matter.</summary>
    public static readonly ApplicationAttribute[] Predefined =
    [
        new("phone", "Telefon", AttributeType.Text),
        new("location", "Ort", AttributeType.Text),
        new("birthday", "Geburtstag", AttributeType.Date),
        new("gender", "Geschlecht", AttributeType.Option,
            new("male", "männlich"), new("female", "weiblich"), new("diverse", "divers"), new("undefined", "keine Angabe")),
        new("available_from", "Verfügbar ab", AttributeType.Text),
        new("salary_expectations", "Gehaltswunsch", AttributeType.Text),
    ];

    /// <summary>Mandatory at each job; at which others it is mandatory stands in <see cref="Job.RequiredAttributes"/>.</summary>
    public bool IsMandatoryEverywhere { get; init; }

    public bool IsCustom => Number is not null;

    /// <summary>The number in its API name; null when Personio named it.</summary>
    public int? Number => Id.StartsWith(CustomPrefix, StringComparison.Ordinal)
        ? int.Parse(Id.AsSpan(CustomPrefix.Length), CultureInfo.InvariantCulture) : null;

    public static ApplicationAttribute Custom(int number, string label, AttributeType type, params AttributeOption[] options) =>
        new($"{CustomPrefix}{number}", label, type, options);

    /// <summary>A value as people read it.</summary>
    public string Show(string value) => Options.FirstOrDefault(x => x.Id == value)?.Label ?? value;
}
