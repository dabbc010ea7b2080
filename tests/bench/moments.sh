#!/bin/sh
# How many TERMs are lost that come within 1.5 ms after the trap stands, and after the
# script said that it starts its program: half of the rounds each.
#
#   sh tests/bench/moments.sh [ROUNDS [CANDIDATE...]]     2000 unless said otherwise;
#                                                         a candidate is script-SHELL
#
# Two controls have a tenth of the rounds, since a lost TERM takes 1.5 s: the script
# that does not wait until its child is the program, and the shape written by hand.
#
# shellcheck source=tests/bench/stage.sh
. "$(dirname -- "$0")/stage.sh"

rounds=${1:-2000}
[ $# -eq 0 ] || shift

look='&& lg_is_copy'
if ! grep -q "$look" "$script"; then
  echo "moments: the script has no \`$look\`: this control controls nothing any more" >&2
  exit 1
fi
sed "s/$look/\\&\\& false/" "$script" >"$folder/unlooked.sh"

in_all_shells script "$script"
for shell in dash busybox; do
  # shellcheck disable=SC2046 # two words for busybox
  ! have "$shell" || candidate "control-$shell" $(invocation "$shell") "$folder/unlooked.sh"
done
candidate control-upstream "dash $PWD/tests/bench/upstream.sh"

# Print how many of $2 TERMs candidate $1 loses after it said $3.
lost() {
  "$probe" moments "$2" 1500 "$3" "$folder/as/$1"
}

if [ $# -eq 0 ]; then
  for path in "$folder"/as/*; do
    set -- "$@" "${path##*/}"
  done
fi

echo '== TERMs lost, of those at a random moment of 1.5 ms'
row '' 'after trap' 'at start' of
for name; do
  case $name in
    control-upstream) half=$(((rounds + 199) / 200)) ;;
    control-*) half=$(((rounds + 19) / 20)) ;;
    *) half=$(((rounds + 1) / 2)) ;;
  esac
  row "$name" "$(lost "$name" "$half" 'mode worker')" \
    "$(lost "$name" "$half" 'worker: starting')" $((2 * half))
done
