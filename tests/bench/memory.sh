#!/bin/sh
# What a parent costs in memory while its program runs, in kB; all at once, so that
# each library is shared by as many.
#
#   sh tests/bench/memory.sh
#
# PSS counts a shared page in parts, so it depends on what else runs; "own" is what no
# other process has; RSS is what PSS would be if nothing else ran. The program itself
# is not counted.
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

inits
in_all_shells script "$script"
printf '#!/bin/sh\nphp artisan &\nwait "$!"\n' >"$folder/least.sh"
in_all_shells least "$folder/least.sh"

# The processes of candidate $1, whose first one is $2, without the program.
parents() {
  case $1 in
    s6) echo "$2" "$(cat "/proc/$2/task/$2/children")" ;;
    *) echo "$2" ;;
  esac
}

# Print PSS, what is its own, and RSS, for the processes $@.
memory() {
  for process; do
    cat "/proc/$process/smaps_rollup"
  done | awk '
    /^Pss:/ { pss += $2 }
    /^Private_/ { own += $2 }
    /^Rss:/ { rss += $2 }
    END { print pss, own, rss }'
}

for path in "$folder"/as/*; do
  name=${path##*/}
  ! hold "$name" || echo "$name $pid" >>"$folder/parents"
done

echo '== memory of a parent, kB; the least is a script of two lines'
row '' PSS own RSS
while read -r name pid; do
  # shellcheck disable=SC2046 # a list of processes, and three words
  row "$name" $(memory $(parents "$name" "$pid"))
done <"$folder/parents"
