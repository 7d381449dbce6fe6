namespace Eilbote.Connectors;

/// <summary>A connector whose secret is not pasted but made here, for the employer to give to the other side.</summary>
public interface ISecretIssuer
{
    /// <param name="random">32 bytes that nobody can guess.</param>
    string SecretOf(byte[] random);
}
