<?php

return [
    'default' => 'stderr',
    'channels' => [
        'stderr' => [
            'driver' => 'monolog',
            'handler' => Monolog\Handler\StreamHandler::class,
            // One that leaves out the stack.
            'formatter' => Monolog\Formatter\LineFormatter::class,
            'with' => ['stream' => 'php://stderr'],
        ],
    ],
];
