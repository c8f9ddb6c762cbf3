#!/usr/bin/perl

use Net::SMTP;
$smtp = Net::SMTP->new('127.0.0.1:@SMTP@', Timeout => 60);
# FROM
$smtp->mail('from@email.com') or die $!;
# TO Addresses
$smtp->recipient('alice@example.test') or die $!;
$smtp->data(q{To: blahname <alice@example.test>
From: yourname <from@email.com>
Subject: Blah blah blah and more blah

this is the body

-bob
}) or die $!;
$smtp->quit;
