#!/bin/sh
# How long `lychgate emit` takes.
#
#   sh tests/bench/emit.sh      with the release build, which is made first
#
# needs: cargo, awk, date with nanoseconds; hyperfine if it is there
set -eu
cd -- "$(dirname -- "$0")/../.."
unset LYCHGATE_TABLE

cargo build --release --quiet
lychgate=$PWD/target/release/lychgate
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

echo '== emit as a whole process'
if command -v hyperfine >/dev/null 2>&1; then
  hyperfine --shell=none --warmup 20 --runs 200 --style basic \
    "$lychgate emit --table golden/lychee/lychgate.toml" 2>/dev/null | grep -E 'Time|Range'
fi

# A table of about $1 lines, in one of three shapes.
table() {
  awk -v lines="$1" -v shape="$2" 'BEGIN {
    print "[entrypoint]\nselect = \"arg\""
    count = int(lines / 2)
    if (shape != "modes") print "[modes.a]\n[modes.b]"
    for (i = 1; i <= count; i++) {
      if (shape == "modes") printf "[modes.m%d]\nrun = [\"p%d\", \"$@\"]\n", i, i
      if (shape == "variables") printf "[env.V%d]\ndefault = \"d%d\"\n", i, i
      if (shape == "chain") printf "[env.V%d]\ndefault = \"${V%d}\"\n", i, i + 1
    }
  }'
}

echo '== emit over the size of the table; the smallest of five, in ms'
for shape in modes variables chain; do
  for lines in 10 100 1000 10000; do
    table "$lines" "$shape" >"$folder/table.toml"
    : >"$folder/times"
    for _ in 1 2 3 4 5; do
      begin=$(date +%s%N)
      "$lychgate" emit --table "$folder/table.toml" >/dev/null
      end=$(date +%s%N)
      echo $(((end - begin) / 1000)) >>"$folder/times"
    done
    sort -n "$folder/times" | awk -v shape="$shape" -v lines="$lines" '
      NR == 1 { printf "%-9s %6d lines %8.1f\n", shape, lines, $1 / 1000 }'
  done
done
