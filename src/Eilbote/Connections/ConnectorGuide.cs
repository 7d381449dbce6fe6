namespace Eilbote.Connections;

/// <summary>The steps to each value of one ATS, shown beside its field. Each guide registers its own.</summary>
/// <param name="Field">A component with the parameters <c>Field</c>, <c>Slug</c>, <c>Next</c> and <c>Done</c>.</param>
public sealed record ConnectorGuide(string Connector, Type Field);
