#!/bin/sh
# What a parent does while its program runs and nothing happens: CPU time and times
# that it was woken up in 30 s, and the system calls that strace sees in 30 more.
#
#   sh tests/bench/idle.sh [SECONDS]
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

seconds=${1:-30}
inits
in_all_shells script "$script"

# Print nanoseconds on a CPU and times put on one, for process $1.
used() {
  read -r on_cpu _ switches </proc/"$1"/schedstat
  echo "$on_cpu $switches"
}

for path in "$folder"/as/*; do
  name=${path##*/}
  ! hold "$name" || echo "$name $pid" >>"$folder/parents"
done
# What a start leaves to do is done by then.
sleep 2
while read -r name pid; do
  used "$pid" >"$folder/before-$name"
done <"$folder/parents"
sleep "$seconds"
while read -r name pid; do
  used "$pid" >"$folder/after-$name"
done <"$folder/parents"

# strace would be among what is measured, so it comes afterwards.
if have strace; then
  while read -r name pid; do
    strace -f -q -o "$folder/calls-$name" -p "$pid" 2>/dev/null &
    held="$held $!"
  done <"$folder/parents"
  sleep "$seconds"
fi

echo "== a parent while nothing happens for $seconds s"
row '' 'CPU us' 'woken up' 'calls'
while read -r name pid; do
  # shellcheck disable=SC2046 # two words each
  set -- $(cat "$folder/after-$name" "$folder/before-$name")
  calls=-
  # The call that it is in when strace comes is a line of its own.
  [ ! -e "$folder/calls-$name" ] || calls=$(($(grep -c '' "$folder/calls-$name") - 1))
  row "$name" $((($1 - $3) / 1000)) $(($2 - $4)) "$calls"
done <"$folder/parents"
