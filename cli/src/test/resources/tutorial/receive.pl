#!/usr/bin/perl

use Net::POP3;

$pop = Net::POP3->new('127.0.0.1:@POP3@', Timeout => 60);
$nummessages = $pop->login("alice","@PASSWORD@") or die;
print "There are: ".$nummessages." messages.\n";

($numelements,$sizeofmbox) = $pop->popstat();
print qq{numelements: $numelements
sizeofmbox: $sizeofmbox\n};

$list = $pop->list();
for $msgnum (sort {$a <=> $b} keys %$list){
    $uidl = $pop->uidl($msgnum);
    print "msg: $msgnum; size: ".
        $list->{$msgnum}."; id: ".$uidl."\n";
    open $fh,">$uidl.txt" or die $!;
    $pop->get($msgnum,$fh);
    close $fh;
}

$highestmsgnum = $pop->last();
print "highestmsgnum: $highestmsgnum\n";
print "disconnecting...\n";
$pop->quit();
