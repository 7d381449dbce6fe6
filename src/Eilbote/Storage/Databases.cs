using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Eilbote.Storage;

/// <summary>Embedded: one file, one server. Instants are UTC ticks, so that they compare and sort.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : AppDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    protected override SqlExpression Seconds(SqlExpression from, SqlExpression to) => new SqlBinaryExpression(
        ExpressionType.Divide,
        new SqlBinaryExpression(ExpressionType.Subtract, to, from, typeof(long), LongTypeMapping.Default),
        new SqlConstantExpression((double)TimeSpan.TicksPerSecond, DoubleTypeMapping.Default), typeof(double), DoubleTypeMapping.Default);

    public override bool HasStatistics => false;

    protected override string ByBytes => "BINARY";

    private sealed class UtcTicks()
        : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>For more than one machine. Documents are stored here too, so that one backup holds all.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : AppDb(options)
{
    public DbSet<DocumentChunk> DocumentChunks => Set<DocumentChunk>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<DocumentChunk>().HasKey(x => new { x.DocumentId, x.Position });
    }

    protected override SqlExpression Seconds(SqlExpression from, SqlExpression to) =>
        new SqlBinaryExpression(ExpressionType.Subtract, Epoch(to), Epoch(from), typeof(double), DoubleTypeMapping.Default);

    public override bool HasStatistics => true;

    protected override string ByBytes => "C";

    private static SqlFunctionExpression Epoch(SqlExpression instant) => new(
        "date_part", [new SqlConstantExpression("epoch", new StringTypeMapping("text", null)), instant], nullable: true,
        argumentsPropagateNullability: [false, true],
        typeof(double), DoubleTypeMapping.Default);
}

/// <summary>A piece of a document's content, at most 256 KiB, so that no upload is held in memory whole.</summary>
public sealed class DocumentChunk
{
    public required Guid DocumentId { get; init; }
    public required int Position { get; init; }
    public required byte[] Content { get; init; }
}
