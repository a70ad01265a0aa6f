using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users.CreateUser;

public sealed record CreateUserCommand(string Username) : IRequest<UserDto>;

internal sealed class CreateUserCommandHandler(IUserRepository users, IUnitOfWork unitOfWork, IMapper mapper, TimeProvider clock)
    : IRequestHandler<CreateUserCommand, UserDto>
{
    public Task<UserDto> Handle(CreateUserCommand command, CancellationToken cancellationToken)
    {
        var user = User.Create(command.Username, clock.UtcTimestamp());

        users.Add(user);

        return unitOfWork.SaveChangesAsync(() => mapper.Map<UserDto>(user), cancellationToken);
    }
}
