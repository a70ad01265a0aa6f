namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A fixture of what clients see, which runs against a server on every database.</summary>
public abstract class OnEachServer(Column column) : OnEachDatabase(column)
{
    /// <summary>The server that all fixtures share.</summary>
    private protected ApiServer Api => SharedServer.On(Column);

    /// <summary>Starts a server of the fixture's or the test's own.</summary>
    private protected Task<ApiServer> StartServerAsync(params (string Key, string Value)[] settings) =>
        ApiServer.StartAsync(Column, settings);
}
