#!/bin/sh
# Processes that the script makes, counted by strace: until the program of the web
# mode runs; until that of the worker mode runs, from its end until it runs again, and
# from TERM until the script has ended. A worker's program is one of them, and the
# pause before a restart is another.
#
#   sh tests/bench/forks.sh
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

if ! have strace; then
  echo "$0: needs strace" >&2
  exit 1
fi
sed 's/sleep 5/sleep 0/' "$script" >"$folder/script.sh"
in_all_shells worker "$folder/script.sh"
in_all_shells web "$script" php artisan
# Count in the life of candidate $1, whose program ends $2 times at once; prints the
# processes made before the program, before it runs again, and after TERM.
forks() {
  strace -f -q -e trace=process -o "$folder/calls" \
    "$probe" turns "$2" "$folder/as/$1" >/dev/null 2>&1 || return
  awk -v program="$folder/bin/php" '
    /execve\("[^"]*\/as\// { begun = 1 }
    !begun { next }
    index($0, "execve(\"" program "\"") { phase++ }
    /--- SIGTERM/ { phase = 3 }
    / (v?fork|clone3?)\(/ { made[phase + 0]++ }
    END { print made[0] + 0, made[1] + 0, made[3] + 0 }' "$folder/calls"
}

echo '== processes made'
row '' 'web start' 'start' 'restart' 'stop'
for shell in $shells; do
  web=$(LYCHEE_MODE=web forks "web-$shell" 0)
  # shellcheck disable=SC2046 # three words
  row "script-$shell" "${web%% *}" $(forks "worker-$shell" 1)
done
