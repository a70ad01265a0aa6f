using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Every stored time is UTC; databases forget to say so.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
