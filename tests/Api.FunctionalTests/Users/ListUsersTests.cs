using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Users;

public sealed class ListUsersTests(Column column) : ListSpecification(column)
{
    protected override string Path => "/users";

    private protected override async Task<string> CreateAsync(int number) =>
        (await Api.CreateUserAsync($"user-{number}")).Id.ToString();
}
