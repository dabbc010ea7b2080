#!/bin/sh
# How long `lychgate lint` takes beside shellcheck alone, over scripts of this machine,
# and how much memory it has itself.
#
#   sh tests/bench/lint.sh [COUNT]      with the release build, which is made first
#
# Both have two cores: shellcheck by `xargs -P2`. lychgate has it as its only engine, so
# that both do the same; a last run is with all engines.
#
# needs: cargo, shellcheck, awk, taskset, date with nanoseconds
set -eu
cd -- "$(dirname -- "$0")/../.."

cargo build --release --quiet
lychgate=$PWD/target/release/lychgate
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/only"
ln -s "$(command -v shellcheck)" "$folder/only/shellcheck"

# Scripts of packages, which are the same on each machine with the same packages.
find /usr/bin /usr/sbin /usr/share /etc /var/lib/dpkg/info -type f -size -128k -exec awk '
  FNR == 1 { if (/^#! ?(\/usr)?\/bin\/(env )?(ba|da)?sh( |$)/) print FILENAME; nextfile }
' {} + 2>/dev/null | sort | head -n "${1-400}" >"$folder/scripts"
tr '\n' '\0' <"$folder/scripts" >"$folder/list"

# Run $@ with the list of scripts on its standard input; set milliseconds.
measure() {
  begin=$(date +%s%N)
  taskset -c 0,1 "$@" <"$folder/list" >"$folder/out" 2>&1 || :
  end=$(date +%s%N)
  milliseconds=$(((end - begin) / 1000000))
}

# Print the largest memory that process $1 has itself until it ends, in kB.
peak() {
  while memory=$(awk '/^VmHWM:/ { print $2 }' "/proc/$1/status" 2>/dev/null) && [ "$memory" ]; do
    echo "$memory"
    sleep 0.05
  done | sort -n | tail -n 1
}

echo "== lint of $(wc -l <"$folder/scripts") scripts, ms"
for _ in 1 2 3; do
  measure xargs -0 -P2 -n 50 shellcheck --format=gcc
  alone=$milliseconds
  measure env PATH="$folder/only" /usr/bin/xargs -0 "$lychgate" lint
  echo "shellcheck alone $alone, lychgate $milliseconds"
done
measure xargs -0 "$lychgate" lint
echo "lychgate with all engines $milliseconds"

echo '== its own memory, kB'
# shellcheck disable=SC2016 # the inner shell expands
xargs -0 sh -c 'echo "$$" >"$0/pid"; exec "$@"' "$folder" \
  "$lychgate" lint <"$folder/list" >"$folder/out" 2>&1 &
until [ -s "$folder/pid" ]; do
  sleep 0.01
done
peak "$(cat "$folder/pid")"
wait "$!" || :
