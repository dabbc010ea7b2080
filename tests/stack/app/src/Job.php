<?php

use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Support\Facades\DB;

/** Work that lasts some time. It notes when it begins and when it is done, and by whom. */
final class Job implements ShouldQueue
{
    public function __construct(private int $number, private int $milliseconds)
    {
    }

    public function handle(): void
    {
        $this->note('begun');
        $end = hrtime(true) + $this->milliseconds * 1_000_000;
        // A signal ends a sleep early.
        while (($left = $end - hrtime(true)) > 0) {
            usleep(intdiv($left, 1000) + 1);
        }
        $this->note('done');
    }

    private function note(string $event): void
    {
        DB::table('events')->insert(['event' => $event, 'job' => $this->number, 'host' => gethostname()]);
    }
}
