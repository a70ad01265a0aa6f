using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users.ListUsers;

public sealed record ListUsersQuery(int Limit, Guid? Cursor) : IRequest<Page<UserDto>>;

internal sealed class ListUsersQueryHandler(IUserRepository users, ListReads reads, IMapper mapper)
    : IRequestHandler<ListUsersQuery, Page<UserDto>>
{
    public async Task<Page<UserDto>> Handle(ListUsersQuery query, CancellationToken cancellationToken)
    {
        var found = await reads.RunAsync(
            () => users.ListAsync(query.Cursor, query.Limit + 1, cancellationToken), cancellationToken);

        return Page.Forward(found, query.Limit, user => user.Id).Select(mapper.Map<UserDto>);
    }
}
