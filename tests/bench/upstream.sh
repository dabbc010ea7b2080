#!/bin/sh
# The entrypoint that many projects write by hand, for comparison: the program runs in
# the foreground, and the trap sets a flag that the loop looks at. A shell runs a trap
# when its foreground child has ended, so TERM never reaches the program.
running=1
trap 'running=0' TERM INT

echo 'mode worker' >&2
while [ "$running" = 1 ]; do
  echo 'worker: starting' >&2
  php artisan queue:work
  echo "worker: ended with code $?" >&2
  sleep 5
done
