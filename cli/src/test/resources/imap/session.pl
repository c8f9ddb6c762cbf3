# A whole session with Mail::IMAPClient: session.pl PORT TLSPORT USER PASSWORD. Prints a word for each step.
use strict;
use warnings;
use Mail::IMAPClient;

my ($port, $tls_port, $user, $password) = @ARGV;
my $body = "From: a\@example.org\r\nSubject: by Mail::IMAPClient\r\n\r\nhello {5}\r\n)\r\n";

sub check {
    my ($what, $good, $box) = @_;
    die "$what: " . ($box->LastError // 'no error') . "\n" unless $good;
}

sub session {
    my ($box, $step) = @_;
    my $name = "perl $step";
    check('create', $box->create($name), $box);
    check('subscribe', $box->subscribe($name), $box);
    check('folders', scalar(grep { $_ eq $name } $box->folders), $box);
    check('subscribed', scalar(grep { $_ eq $name } $box->subscribed), $box);
    my $uid = $box->append_string($name, $body, '\Seen \Flagged', '25-Nov-2026 12:00:00 +0000');
    check('append', $uid, $box);
    check('select', $box->select($name), $box);
    check('count', $box->message_count == 1, $box);
    check('text', $box->message_string($uid) eq $body, $box);
    check('size', $box->size($uid) == length $body, $box);
    check('subject', $box->subject($uid) eq 'by Mail::IMAPClient', $box);
    check('flags', join(' ', sort $box->flags($uid)) =~ /^\\Flagged( \\Recent)? \\Seen$/, $box);
    check('date', $box->internaldate($uid) eq '25-Nov-2026 12:00:00 +0000', $box);
    check('search', join(',', $box->search('FLAGGED', 'SUBJECT', $box->Quote('imapclient'))) eq $uid, $box);
    check('envelope', $box->get_envelope($uid)->subject eq 'by Mail::IMAPClient', $box);
    check('structure', $box->get_bodystructure($uid)->bodytype eq 'TEXT', $box);
    check('parse_headers', $box->parse_headers($uid, 'From')->{From}[0] eq 'a@example.org', $box);
    check('unset_flag', $box->unset_flag('Flagged', $uid), $box);
    check('copy', $box->copy('INBOX', $uid), $box);
    check('move', $box->move('Trash', $uid), $box);
    check('expunge', defined $box->expunge, $box);
    check('empty', $box->message_count == 0, $box);
    check('close', $box->close, $box);
    check('delete', $box->delete($name), $box);
    check('logout', $box->logout, $box);
    print "$step\n";
}

my %login = (Server => '127.0.0.1', User => $user, Password => $password, Uid => 1);
my $plain = Mail::IMAPClient->new(%login, Port => $port) or die "plain: $@\n";
session($plain, 'plain');
my $starttls = Mail::IMAPClient->new(%login, Port => $port, Starttls => [SSL_verify_mode => 0]) or die "starttls: $@\n";
session($starttls, 'starttls');
my $tls = Mail::IMAPClient->new(%login, Port => $tls_port, Ssl => [SSL_verify_mode => 0], Authmechanism => 'PLAIN')
    or die "tls: $@\n";
session($tls, 'tls');

my $watching = Mail::IMAPClient->new(%login, Port => $port) or die "idle: $@\n";
$watching->select('INBOX');
my $tag = $watching->idle or die "idle: " . $watching->LastError . "\n";
my $other = Mail::IMAPClient->new(%login, Port => $port) or die "other: $@\n";
check('append', $other->append_string('INBOX', $body), $other);
my $news = $watching->idle_data(30);
check('idle_data', scalar(grep { /EXISTS/ } @{$news // []}), $watching);
check('done', $watching->done($tag), $watching);
print "idle\n";
