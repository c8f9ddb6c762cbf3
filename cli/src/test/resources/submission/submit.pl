# Submits a message with Net::SMTP and one half of Authen::SASL (Perl or Cyrus) by each mechanism that is named, over STARTTLS and over TLS from the start.
use strict;
use warnings;
use Net::SMTP;
use Authen::SASL;

my ($submission, $submissions, $user, $password, $half, @mechanisms) = @ARGV;
Authen::SASL->import($half);
for my $way ([$submission, 0], [$submissions, 1]) {
    for my $mechanism (@mechanisms) {
        my ($port, $implicit) = @$way;
        my $smtp = Net::SMTP->new('127.0.0.1', Port => $port, SSL => $implicit, SSL_verify_mode => 0, Timeout => 30)
            or die "no connection: $@";
        $implicit or $smtp->starttls(SSL_verify_mode => 0) or die $smtp->message;
        # Cyrus asks for the name under which the login acts, too.
        my $acting = $half eq 'Cyrus' ? $user : '';
        my $sasl = Authen::SASL->new(mechanism => $mechanism, callback => {user => $user, pass => $password, authname => $acting});
        $smtp->auth($sasl) or die "$mechanism: " . $smtp->message;
        $smtp->mail($user) or die $smtp->message;
        $smtp->to('bob@example.test') or die $smtp->message;
        $smtp->data("From: $user\nTo: bob\@example.test\nSubject: perl $mechanism\n\nhello\n") or die $smtp->message;
        print "$mechanism ", $smtp->code, "\n";
        $smtp->quit;
    }
}
