<?php

$queue = env('QUEUE_NAMES', 'default');
// A job that nobody has finished after this time is given to another worker.
$retry_after = (int) env('QUEUE_RETRY_AFTER', 3660);

return [
    'default' => env('QUEUE_CONNECTION', 'sync'),
    'connections' => [
        'sync' => ['driver' => 'sync'],
        'database' => [
            'driver' => 'database',
            'table' => 'jobs',
            'queue' => $queue,
            'retry_after' => $retry_after,
        ],
        'redis' => [
            'driver' => 'redis',
            'connection' => 'default',
            'queue' => $queue,
            'retry_after' => $retry_after,
        ],
    ],
    'failed' => ['driver' => 'database', 'database' => 'mysql', 'table' => 'failed_jobs'],
];
