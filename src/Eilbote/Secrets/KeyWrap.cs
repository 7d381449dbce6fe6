using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Eilbote.Secrets;

/// <summary>Wraps the Data Protection keys, which lie in the database, with a key from the key file (AES-256-GCM).</summary>
internal sealed class KeyWrap(KeyFile keyFile) : IXmlEncryptor
{
    internal const string Purpose = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString());
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var cipher = new byte[plain.Length];
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        using var aes = new AesGcm(keyFile.Derive(Purpose), tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return new EncryptedXmlInfo(
            new XElement("wrapped", Convert.ToBase64String([.. nonce, .. tag, .. cipher])), typeof(KeyUnwrap));
    }
}

/// <summary>Made by Data Protection from the type name stored beside a wrapped key.</summary>
internal sealed class KeyUnwrap(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var wrapped = Convert.FromBase64String(encryptedElement.Value);
        var nonce = wrapped.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        var tag = wrapped.AsSpan(nonce.Length, AesGcm.TagByteSizes.MaxSize);
        var cipher = wrapped.AsSpan(nonce.Length + tag.Length);
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(services.GetRequiredService<KeyFile>().Derive(KeyWrap.Purpose), tag.Length);
        aes.Decrypt(nonce, cipher, tag, plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
