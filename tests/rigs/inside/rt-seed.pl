# Two queues, and users that differ in what they may do; prints each one's token as JSON. RT 5.0 has no token that expires: one is revoked.
use strict; use warnings; use lib '/usr/share/request-tracker5/lib';
use JSON; use RT; RT::LoadConfig(); RT::Init();

my @SEE = qw(SeeQueue ShowTicket ShowTicketComments);
my %RIGHTS = (
    sheetgen  => [@SEE, qw(CreateTicket ModifyTicket CommentOnTicket ReplyToTicket Watch WatchAsAdminCc)],
    commenter => [@SEE, qw(CommentOnTicket)],
    onlooker  => [@SEE],
    outsider  => [],
);

sub must { my ($ok, $why) = @_; die $why unless $ok; return $ok }

my $queue = RT::Queue->new(RT->SystemUser);
must($queue->Create(Name => 'Customers', CorrespondAddress => 'desk@desk.example', CommentAddress => 'desk-comment@desk.example'));
must($queue->AddWatcher(Type => 'Cc', Email => 'management@kunde.example'));
must($queue->AddWatcher(Type => 'AdminCc', Email => 'engineer@platform.example'));
# who writes by mail; "Everyone" would give the users below what they are to lack
my $unprivileged = RT::Group->new(RT->SystemUser); $unprivileged->LoadSystemInternalGroup('Unprivileged');
must($unprivileged->PrincipalObj->GrantRight(Right => $_, Object => RT->System)) for qw(CreateTicket ReplyToTicket CommentOnTicket);

my %tokens;
sub token {
    my ($user, $name) = @_;
    my $token = RT::AuthToken->new(RT->SystemUser);
    my ($ok, $why, $string) = $token->Create(Owner => $user->Id, Description => $name);
    die $why unless $ok;
    $tokens{$name} = $string;
    return $token;
}
for my $name (sort keys %RIGHTS) {
    my $user = RT::User->new(RT->SystemUser);
    must($user->Create(Name => $name, EmailAddress => "$name\@desk.example", Privileged => 1));
    must($user->PrincipalObj->GrantRight(Right => $_, Object => RT->System)) for @{$RIGHTS{$name}};
    must($user->PrincipalObj->GrantRight(Right => 'ManageAuthTokens', Object => RT->System));
    token($user, $name);
    must(token($user, 'revoked')->Delete) if $name eq 'sheetgen';
}
print encode_json(\%tokens);
