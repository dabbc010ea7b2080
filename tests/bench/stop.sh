#!/bin/sh
# From TERM at process 1 to the program that has it, in us; the candidates in turn,
# so that each meets the same machine. The least is a script of five lines: what a
# shell takes for a trap, a `kill` and nothing else.
#
#   sh tests/bench/stop.sh [ROUNDS]      200 of them unless said otherwise
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

rounds=${1:-200}
inits
in_all_shells script "$script"
cat >"$folder/least.sh" <<'LEAST'
trap 'kill -s TERM "$pid"' TERM
php artisan &
pid=$!
wait "$pid"
wait "$pid"
LEAST
in_all_shells least "$folder/least.sh"
candidate upstream-dash "dash $PWD/tests/bench/upstream.sh"

# Whether candidate $1 has a turn in round $2: those that take seconds have few.
has_turn() {
  case $1 in
    upstream-*) [ "$2" -le 2 ] ;;
    supervisord) [ $(($2 % 10)) -eq 0 ] ;;
  esac
}

round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  for path in "$folder"/as/*; do
    name=${path##*/}
    has_turn "$name" "$round" || continue
    "$probe" latency "$path" >>"$folder/us-$name" || echo >>"$folder/never-$name"
  done
done

# The median of candidate $1, or 0.
median() {
  set -- "$folder/us-$1"
  [ -s "$1" ] || set -- /dev/null
  quantiles "$1" | awk '{ print $1 } END { if (!NR) print 0 }'
}

tini=$(median tini)
dumb_init=$(median dumb-init)
# $1 over $2, unless that is unknown.
over() {
  awk -v one="$1" -v other="$2" 'BEGIN { if (other > 0) printf "%.1f", one / other; else print "-" }'
}

echo '== TERM at process 1 until its program has it, us'
row '' median p95 rounds '/ tini' '/ dumb-init'
for path in "$folder"/as/*; do
  name=${path##*/}
  # shellcheck disable=SC2046 # three words
  set -- $(quantiles "$folder/us-$name")
  case $# in
    0) row "$name" never ;;
    *) row "$name" "$@" "$(over "$1" "$tini")" "$(over "$1" "$dumb_init")" ;;
  esac
  [ ! -s "$folder/never-$name" ] ||
    echo "  $name: not within 5 s in $(grep -c '' "$folder/never-$name") rounds"
done
