using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages;

public sealed class MessagesOptions
{
    public const string Section = "Messages";

    /// <summary>The maximum length of a message in UTF-16 code units, the unit in which JavaScript counts.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; set; } = Message.DefaultMaxContentLength;
}
