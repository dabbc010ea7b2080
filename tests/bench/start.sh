#!/bin/sh
# What the script costs where it does nothing but choose: the web mode, which ends in
# exec.
#
#   sh tests/bench/start.sh [PAIRS]      200 of them unless said otherwise
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

pairs=${1:-200}
LYCHEE_MODE=web
printf '#!/bin/sh\nexec "$@"\n' >"$folder/direct.sh"

# Microseconds that a start took, over ten of them: $@ is the command.
start() {
  begin=$(date +%s%N)
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    "$@" /bin/true 2>/dev/null
  done
  end=$(date +%s%N)
  echo $(((end - begin) / 10000))
}

echo "== start of the web mode over that of a bare exec \"\$@\": medians of $pairs pairs"
for shell in $shells; do
  # shellcheck disable=SC2046 # a command and its options
  set -- $(invocation "$shell")
  : >"$folder/pairs"
  pair=0
  while [ "$pair" -lt "$pairs" ]; do
    echo "$(start "$@" "$folder/direct.sh") $(start "$@" "$script")" >>"$folder/pairs"
    pair=$((pair + 1))
  done
  # A pair shares what else the machine does, so its quotient tells most.
  awk '{ print $2 / $1, $1, $2 }' "$folder/pairs" | sort -n | awk -v shell="$shell" '
    { quotient[NR] = $1; direct[NR] = $2; script[NR] = $3 }
    END {
      middle = int((NR + 1) / 2)
      printf "%-22s %.2f (quarter to three quarters: %.2f to %.2f; in that pair %d us over %d us)\n",
        shell, quotient[middle], quotient[int(NR / 4)], quotient[int(3 * NR / 4)],
        script[middle], direct[middle]
    }'
done
