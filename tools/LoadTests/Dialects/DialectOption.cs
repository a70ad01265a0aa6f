namespace VideoChat.LoadTests.Dialects;

internal static class DialectOption
{
    public static IDialect Dialect(this Options options) => options.Text("dialect", "videochat") switch
    {
        "videochat" => new VideoChatDialect(),
        "bare" => new BareDialect(),
        "signalr" => new SignalRDialect(),
        "socketio" => new SocketIoDialect(),
        var other => throw new UsageException($"There is no dialect \"{other}\"."),
    };
}
