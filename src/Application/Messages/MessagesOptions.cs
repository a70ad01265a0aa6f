using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages;

/// <summary>Configuration section <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    public const string Section = "Messages";

    /// <summary>The maximum length of a message in UTF-16 code units, as JavaScript counts. A socket frame holds 32 KiB in total.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; set; } = Message.DefaultMaxContentLength;
}
