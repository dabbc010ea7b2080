#!/bin/sh
# From a program's end to its next start, in us, for the script with a pause of 0 s
# and for a bare loop around the same two programs; the candidates in turn.
#
#   sh tests/bench/restart.sh [TURNS]      ten restarts each; 20 unless said otherwise
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

turns=${1:-20}
sed 's/sleep 5/sleep 0/' "$script" >"$folder/script.sh"
cat >"$folder/loop.sh" <<'LOOP'
trap 'kill -s TERM "$!"; exit' TERM
while :; do
  php artisan &
  wait "$!"
  sleep 0
done
LOOP
in_all_shells script "$folder/script.sh"
in_all_shells loop "$folder/loop.sh"

turn=0
while [ "$turn" -lt "$turns" ]; do
  turn=$((turn + 1))
  for path in "$folder"/as/*; do
    "$probe" turns 10 "$path" >>"$folder/us-${path##*/}"
  done
done

echo '== from an end to the next start, us'
row '' median p95 restarts
for path in "$folder"/as/*; do
  # shellcheck disable=SC2046 # three words
  row "${path##*/}" $(quantiles "$folder/us-${path##*/}")
done
