<?php

return [
    'default' => 'mysql',
    'connections' => [
        'mysql' => [
            'driver' => 'mysql',
            'host' => 'database',
            'database' => 'gallery',
            'username' => 'gallery',
            'password' => env('DB_PASSWORD'),
            'charset' => 'utf8mb4',
            'collation' => 'utf8mb4_unicode_ci',
        ],
    ],
    'redis' => [
        'client' => 'phpredis',
        'default' => [
            'host' => 'redis',
            'password' => env('REDIS_PASSWORD'),
            'port' => 6379,
            'database' => 0,
        ],
    ],
];
