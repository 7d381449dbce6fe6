namespace Eilbote.Storage.Migrations;

/// <summary>What was text before <c>TypedParts</c>, in the words of that time: parts that were named, probes, and a missing answer.</summary>
internal static class TypedPartsRows
{
    public static readonly string[] Sql =
    [
        """UPDATE "Exchanges" SET "Parts" = '["' || "Fields" || '"]', "Fields" = NULL WHERE "Fields" <> '' AND "Meaning" IN ('PartRefused', 'NeedsApplicant')""",
        // Rows from before parts were written name the document by its step: the SHA-256 is the last 64 characters.
        """UPDATE "Exchanges" SET "Parts" = '["document:' || substr("Step", length("Step") - 63) || '"]' WHERE "Parts" IS NULL AND "Meaning" = 'PartRefused' AND "Kind" = 'Upload'""",
        """UPDATE "Exchanges" SET "Parts" = '["' || replace("Result", ' ', '","') || '"]' WHERE "Result" <> '' AND "Meaning" = 'ProbeAccepted'""",
        """UPDATE "Exchanges" SET "Result" = NULL WHERE "Meaning" = 'ProbeAccepted'""",
        """
        UPDATE "Exchanges" SET "Probe" = CASE "Step" WHEN 'probe-corrupted' THEN 'CorruptedSecret' WHEN 'probe-impossible' THEN 'ImpossibleParts' ELSE 'RealValues' END
        WHERE "Kind" = 'Probe'
        """,
        """UPDATE "Exchanges" SET "Meaning" = 'QuestionMissing' WHERE "Meaning" = 'NeedsEmployer' AND "Reason" = 'errors.attribute-validation.required-attribute'""",
        """UPDATE "Deliveries" SET "QuestionMissing" = TRUE WHERE "State" = 'NeedsEmployer' AND "Reason" = 'errors.attribute-validation.required-attribute'""",
    ];
}
