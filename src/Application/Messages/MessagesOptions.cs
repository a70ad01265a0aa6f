using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages;

/// <summary>Configuration section <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    public const string Section = "Messages";

    /// <summary>The longest content in UTF-16 units, as JavaScript counts. A socket frame holds 32 KiB in all.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; set; } = Message.DefaultMaxContentLength;
}
