using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VideoChat.Infrastructure.Persistence.Configurations;

/// <summary>Marks every time that is read as UTC, which the databases do not store.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
