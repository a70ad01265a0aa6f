using FluentValidation;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.CreateRoom;

public sealed class CreateRoomCommandValidator : AbstractValidator<CreateRoomCommand>
{
    public CreateRoomCommandValidator() =>
        RuleFor(c => c.Name)
            .Must(name => Room.IsValidName(name.Trim()))
            .WithMessage($"must be {Room.MinNameLength} to {Room.MaxNameLength} characters, without control characters and not only invisible ones");
}
