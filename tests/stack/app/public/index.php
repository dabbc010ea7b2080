<?php

// The web front: POST /jobs?first=1&count=200&milliseconds=50 puts jobs into the queue,
// GET /jobs tells what has become of all of them, GET /up says that it serves.

use Illuminate\Contracts\Bus\Dispatcher;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Queue;

$app = require __DIR__ . '/../bootstrap/app.php';
$app->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();

function enqueue(Dispatcher $bus, int $first, int $count, int $milliseconds): void
{
    for ($number = $first; $number < $first + $count; $number++) {
        $bus->dispatch(new Job($number, $milliseconds));
    }
}

function jobs(): array
{
    return [
        'waiting' => Queue::size(),
        'failed' => DB::table('failed_jobs')->count(),
        'events' => DB::table('events')->orderBy('id')->get(['event', 'job', 'host']),
    ];
}

header('Content-Type: application/json');
switch ($_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case 'POST /jobs':
        enqueue($app->make(Dispatcher::class), (int) $_GET['first'], (int) $_GET['count'], (int) $_GET['milliseconds']);
        echo '{}';
        break;
    case 'GET /jobs':
        echo json_encode(jobs());
        break;
    case 'GET /up':
        echo '{}';
        break;
    default:
        http_response_code(404);
}
