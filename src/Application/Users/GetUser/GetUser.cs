using AutoMapper;
using MediatR;
using VideoChat.Application.Common;

namespace VideoChat.Application.Users.GetUser;

public sealed record GetUserQuery(Guid UserId) : IRequest<UserDto>;

internal sealed class GetUserQueryHandler(IUserDirectory users, IMapper mapper) : IRequestHandler<GetUserQuery, UserDto>
{
    public async Task<UserDto> Handle(GetUserQuery query, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(query.UserId, cancellationToken) ?? throw new NotFoundException("User");

        return mapper.Map<UserDto>(user);
    }
}
