<?php

// The web front: POST /jobs?queue=default&first=1&count=200&milliseconds=50 puts jobs into
// a queue, GET /jobs?queue=default tells how many are there or have failed, and what has
// become of all jobs, GET /up says that it serves.

use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Queue;

$app = require __DIR__ . '/../bootstrap/app.php';
$app->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();

function enqueue(string $queue, int $first, int $count, int $milliseconds): void
{
    for ($number = $first; $number < $first + $count; $number++) {
        Queue::pushOn($queue, new Job($number, $milliseconds));
    }
}

function jobs(string $queue): array
{
    return [
        'waiting' => Queue::size($queue),
        'failed' => DB::table('failed_jobs')->where('queue', $queue)->count(),
        'events' => DB::table('events')->orderBy('id')->get(['event', 'job', 'host']),
    ];
}

header('Content-Type: application/json');
switch ($_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case 'POST /jobs':
        enqueue($_GET['queue'], (int) $_GET['first'], (int) $_GET['count'], (int) $_GET['milliseconds']);
        echo '{}';
        break;
    case 'GET /jobs':
        echo json_encode(jobs($_GET['queue']));
        break;
    case 'GET /up':
        echo '{}';
        break;
    default:
        http_response_code(404);
}
