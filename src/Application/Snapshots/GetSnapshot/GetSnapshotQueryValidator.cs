using FluentValidation;
using VideoChat.Application.Common;
using VideoChat.Application.Messages.ListMessages;

namespace VideoChat.Application.Snapshots.GetSnapshot;

public sealed class GetSnapshotQueryValidator : AbstractValidator<GetSnapshotQuery>
{
    public GetSnapshotQueryValidator() => RuleFor(q => q.Limit).PageLimit(ListMessagesQueryValidator.MaxLimit);
}
