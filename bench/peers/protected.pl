#!/usr/bin/perl
# The job of protected.cgi, written plainly in Perl with CGI.pm and Crypt::JWT.
use strict;
use warnings;
use CGI;
use Crypt::JWT qw(decode_jwt);
use JSON::PP qw(encode_json);

my $query = CGI->new;

sub answer {
    my ($status, $message) = @_;
    print $query->header(-type => 'application/json', -status => $status, -cache_control => 'no-store');
    print encode_json({message => $message});
    exit;
}

my $token = $query->cookie('authToken') or answer('401 Unauthorized', 'Unauthorized');
my $claims = eval {
    decode_jwt(token => $token, key => $ENV{JWT_SECRET}, accepted_alg => 'HS256', verify_exp => 1);
} or answer('401 Unauthorized', 'Invalid Token');
answer('200 OK', "Welcome, $claims->{email}!");
