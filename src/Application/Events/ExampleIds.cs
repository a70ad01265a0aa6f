namespace VideoChat.Application.Events;

/// <summary>The ids that the examples in the API documents share, so that the examples refer to each other.</summary>
public static class ExampleIds
{
    public static readonly Guid AdaId = new("01a20817-2d1c-7000-824c-07208b2293ec");
    public static readonly Guid BobId = new("01a20817-2d88-7000-b61e-64b202dfd364");
    public static readonly Guid RoomId = new("01a20817-2d9e-7000-b14c-38270e9ac41a");
    public static readonly Guid MessageId = new("01a20817-685b-7000-814f-3062b67f2bff");
    public static readonly Guid VideoId = new("01a20818-03e8-7000-8a5d-1d6c0b6f9e42");
    public static readonly Guid StreamId = new("01a20819-11d0-7000-90aa-7c2f4f3d8b15");
    public static readonly Guid WebhookId = new("01a2081a-22e1-7000-a3f0-5b0d9c7e1a64");
    public static readonly Guid DeliveryId = new("01a2081a-685c-7000-9c11-0e4d2a6b8f35");
    public static readonly DateTime Noon = new(2026, 11, 23, 11, 6, 57, 494, 326, DateTimeKind.Utc);

    public static Guid EventId(int seq) => new($"01a20817-70{seq:00}-7000-8f00-2f0c5d1e7a9b");
}
