using System.Security.Cryptography;
using System.Text;
using Eilbote.Connectors;
using Eilbote.Secrets;
using Eilbote.Web;

namespace Eilbote.Deliveries;

/// <summary>
/// The addresses of a delivery that a mail to its employer leads to: the application, for who is signed in, and a private page on which
/// who got the mail says so.
/// </summary>
public sealed class PortalLinks(BoardOptions board, LinkTokens tokens)
{
    internal const string Confirmation = "/handovers/";

    internal PortalPages Of(Due due) => new(
        due.Ad.Title, due.Ad.IsConfidential, board.AddressOf($"/portal/applications/{due.Application.Id}") ?? "",
        board.AddressOf($"{Confirmation}{due.Delivery.Id}/{TokenOf(due.Delivery.Id)}") ?? "");

    internal PortalPages Of(Delivery delivery, string title, bool isConfidential) => new(
        title, isConfidential, board.AddressOf($"/portal/applications/{delivery.ApplicationId}") ?? "", "");

    internal bool Opens(Guid deliveryId, string token) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(TokenOf(deliveryId)));

    private string TokenOf(Guid deliveryId) => tokens.Of("handover", deliveryId);
}
