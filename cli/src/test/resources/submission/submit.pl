# Submits a message with Net::SMTP and Authen::SASL by PLAIN and LOGIN, over STARTTLS and over TLS from the start.
use strict;
use warnings;
use Net::SMTP;
use Authen::SASL qw(Perl);

my ($submission, $submissions, $user, $password) = @ARGV;
for my $way ([$submission, 0], [$submissions, 1]) {
    for my $mechanism (qw(PLAIN LOGIN)) {
        my ($port, $implicit) = @$way;
        my $smtp = Net::SMTP->new('127.0.0.1', Port => $port, SSL => $implicit, SSL_verify_mode => 0, Timeout => 30)
            or die "no connection: $@";
        $implicit or $smtp->starttls(SSL_verify_mode => 0) or die $smtp->message;
        my $sasl = Authen::SASL->new(mechanism => $mechanism, callback => {user => $user, pass => $password, authname => ''});
        $smtp->auth($sasl) or die "$mechanism: " . $smtp->message;
        $smtp->mail($user) or die $smtp->message;
        $smtp->to('bob@example.test') or die $smtp->message;
        $smtp->data("From: $user\nTo: bob\@example.test\nSubject: perl $mechanism\n\nhello\n") or die $smtp->message;
        print "$mechanism ", $smtp->code, "\n";
        $smtp->quit;
    }
}
