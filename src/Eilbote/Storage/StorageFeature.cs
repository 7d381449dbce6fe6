using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Eilbote.Storage;

/// <summary>Bound from <c>Eilbote:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Starts with <c>Host=</c> for PostgreSQL, else the path of a SQLite file.</summary>
    public string ConnectionString { get; set; } = "data/eilbote.db";

    /// <summary>Folder for documents with SQLite; default is <c>documents</c> beside the database.</summary>
    public string Documents { get; set; } = "";

    public bool IsPostgres => ConnectionString.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);
}

internal static class StorageFeature
{
    /// <summary>So many contexts are kept for the next one who asks; more at once are made and forgotten.</summary>
    private const int KeptContexts = 32;

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Eilbote:Storage").Get<StorageOptions>() ?? new();
        var services = builder.Services;
        if (options.IsPostgres)
        {
            services.AddPooledDbContextFactory<PostgresDb>(db => db.UseNpgsql(options.ConnectionString), KeptContexts);
            services.AddScoped<AppDb>(provider => provider.GetRequiredService<IDbContextFactory<PostgresDb>>().CreateDbContext());
            services.AddSingleton<IWriter, PostgresWriter>();
            services.AddSingleton<IDocumentStore, PostgresDocuments>();
            services.TryAddSingleton(DiskSpace.Unknown);
        }
        else
        {
            var path = Path.GetFullPath(options.ConnectionString, builder.Environment.ContentRootPath);
            var documents = options.Documents.Length > 0
                ? Path.GetFullPath(options.Documents, builder.Environment.ContentRootPath)
                : Path.Combine(Path.GetDirectoryName(path)!, "documents");
            services.AddSingleton(_ => new SqliteLock(path));
            services.AddPooledDbContextFactory<SqliteDb>(
                db => db.UseSqlite($"Data Source={path}").AddInterceptors(new SqlitePragmas()), KeptContexts);
            services.AddScoped<AppDb>(provider => provider.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext());
            services.AddSingleton<IWriter, SqliteWriter>();
            // Whoever may not enter the folder reads nothing in it, whatever older files in it allow.
            PrivateFiles.Close(documents);
            services.AddSingleton<IDocumentStore>(new FileDocuments(documents));
            services.TryAddSingleton(DiskSpace.Of(documents));
        }
    }

    /// <summary>Takes the lock and brings the database to this version. Errors: when another server holds the SQLite file.</summary>
    public static async Task OpenStorageAsync(this IServiceProvider services)
    {
        var locked = services.GetService<SqliteLock>();
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDb>().Database;
        // Migrating compares whole models first, which is most of a start: so only when there is something to migrate.
        if (!(await database.GetPendingMigrationsAsync()).Any())
            return;
        // EF's own lock is a row that outlives a server killed while it migrates, and the next one would wait for it for ever.
        if (locked is not null)
            await database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """);
        await database.MigrateAsync();
    }
}
