using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VideoChat.Infrastructure.Persistence.Configurations;

/// <summary>Marks times that are read as UTC, because the databases do not store the kind.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
