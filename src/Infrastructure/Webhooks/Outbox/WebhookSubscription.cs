using System.Data.Common;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal sealed record WebhookSubscription(Guid EndpointId, Guid? RoomId, IReadOnlyList<string> Events)
{
    public bool Matches(string type, Guid roomId) => (RoomId is null || RoomId == roomId) && Events.Contains(type);

    /// <summary>Reads rows with the columns <c>id, room_id, events</c>.</summary>
    public static IReadOnlyList<WebhookSubscription> ReadAll(DbDataReader reader)
    {
        var subscriptions = new List<WebhookSubscription>();
        while (reader.Read())
        {
            subscriptions.Add(new WebhookSubscription(
                reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1), reader.GetString(2).Split(',')));
        }
        return subscriptions;
    }
}
