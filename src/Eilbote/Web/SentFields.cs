namespace Eilbote.Web;

/// <summary>
/// The fields of a form that was sent; what is missing or none of its kind reads as left empty. A form's record binds itself with it,
/// because a record that ASP.NET binds has its handler compiled anew at each start.
/// </summary>
public sealed class SentFields(IFormCollection fields)
{
    public string this[string name] => fields[name].ToString();

    public bool Checked(string name) => bool.TryParse(fields[name], out var value) && value;

    public Guid? Id(string name) => Guid.TryParse(fields[name], out var id) ? id : null;

    public Guid[] Ids(string name) =>
        [.. fields[name].Select(x => Guid.TryParse(x, out var id) ? id : Guid.Empty).Where(x => x != Guid.Empty)];

    public IFormFile? File(string name) => fields.Files[name];

    public static async ValueTask<T?> BindAsync<T>(HttpContext http, Func<SentFields, T> form) =>
        form(new(http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty));
}
