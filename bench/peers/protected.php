#!/usr/bin/php-cgi
<?php
// The job of protected.cgi, written plainly in PHP with what PHP has built in.

function answer(int $status, string $message): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode(['message' => $message]);
    exit;
}

function decode(string $text): string
{
    return (string) base64_decode(strtr($text, '-_', '+/'), true);
}

$token = $_COOKIE['authToken'] ?? '';
if ($token === '') {
    answer(401, 'Unauthorized');
}
$parts = explode('.', $token);
if (count($parts) !== 3) {
    answer(401, 'Invalid Token');
}
$head = json_decode(decode($parts[0]), true);
$claims = json_decode(decode($parts[1]), true);
$signature = hash_hmac('sha256', "$parts[0].$parts[1]", getenv('JWT_SECRET'), true);
if (($head['alg'] ?? '') !== 'HS256' || !hash_equals($signature, decode($parts[2])) || ($claims['exp'] ?? 0) < time()) {
    answer(401, 'Invalid Token');
}
answer(200, "Welcome, {$claims['email']}!");
