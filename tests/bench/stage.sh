# What the measures share: the programs side by side, and the words for a number.
# Sourced by a measure in this folder; makes $folder, which goes with the measure.
#
# needs: cargo, cc, and whatever shall be measured of eight shells, tini, dumb-init,
# s6; python3 with venv and a package index for supervisord

set -eu
cd -- "$(dirname -- "$0")/../.."
# shellcheck disable=SC2034 # read by the measures
script=$PWD/golden/lychee/docker/scripts/entrypoint.sh
folder=$(mktemp -d)
held=''
trap 'end_held; rm -rf "$folder"' EXIT
# dash does not run its EXIT trap when a signal ends it.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

have() {
  command -v "$1" >/dev/null 2>&1
}

# Those of the eight shells that are here.
shells=''
for shell in dash busybox bash mksh ksh93 yash zsh posh; do
  ! have "$shell" || shells="$shells $shell"
done

# The command of shell $1, in its POSIX mode.
invocation() {
  case $1 in
    busybox) echo busybox sh ;;
    bash) echo bash --posix ;;
    yash) echo yash --posixly-correct ;;
    zsh) echo zsh --emulate sh ;;
    *) echo "$1" ;;
  esac
}

# Make command $1 below $folder/as: the words from $2 on.
candidate() {
  name=$1
  shift
  printf '#!/bin/sh\nexec %s\n' "$*" >"$folder/as/$name"
  chmod +x "$folder/as/$name"
}

# Candidate $1-SHELL is the script and words from $2 on, for each shell.
in_all_shells() {
  shape=$1
  shift
  for shell in $shells; do
    candidate "$shape-$shell" "$(invocation "$shell")" "$@"
  done
}

# A supervisord with one program. It stays below target, from one run to the next.
supervisord() {
  venv=$PWD/target/bench/supervisor
  if ! [ -x "$venv/bin/supervisord" ]; then
    if ! python3 -m venv "$venv" >&2 ||
      ! "$venv/bin/pip" install --quiet --disable-pip-version-check supervisor >&2; then
      echo 'supervisord: not obtainable, left out' >&2
      return
    fi
  fi
  cat >"$folder/supervisord.conf" <<CONFIGURATION
[supervisord]
nodaemon = true
user = root
logfile = /dev/null
logfile_maxbytes = 0
pidfile = $folder/supervisord.pid

[program:php]
command = php artisan
CONFIGURATION
  candidate supervisord "$venv/bin/supervisord -c $folder/supervisord.conf"
}

# An s6-svscan with one service.
s6() {
  mkdir -p "$folder/s6/php" "$folder/s6/.s6-svscan"
  printf '#!/bin/sh\nexec php artisan\n' >"$folder/s6/php/run"
  printf '#!/bin/sh\n' >"$folder/s6/.s6-svscan/finish"
  chmod +x "$folder/s6/php/run" "$folder/s6/.s6-svscan/finish"
  candidate s6 "s6-svscan $folder/s6"
}

# Make the candidates that are no scripts of a kind: those that are here.
inits() {
  ! have tini || candidate tini 'tini -s -- php artisan'
  ! have dumb-init || candidate dumb-init 'dumb-init php artisan'
  ! have s6-svscan || s6
  supervisord
}

# End what is held, by the PIDs in $held.
end_held() {
  for pid in $held; do
    kill -s KILL "$pid" 2>/dev/null || :
  done
  held=''
}

# Start candidate $1 as process 1 and keep it; sets pid.
hold() {
  pid=$("$probe" hold "$folder/as/$1") || return
  held="$held $pid"
}

# Print median and 95th percentile of the numbers in file $1, and how many they are.
quantiles() {
  sort -n "$1" | awk '
    { number[NR] = $1 }
    END { if (NR) print number[int((NR + 1) / 2)], number[int(NR * 0.95 + 0.5)], NR }'
}

# The words of a table's row: $1 the candidate, the rest as it comes.
row() {
  name=$1
  shift
  printf '%-22s' "$name"
  printf ' %10s' "$@"
  printf '\n'
}

if [ "$(id -u)" -ne 0 ]; then
  echo "$0: needs root, to make PID namespaces" >&2
  exit 1
fi
probe=$folder/probe
mkdir "$folder/as" "$folder/bin"
cc -O2 -Wall -Wextra -Werror -o "$probe" tests/bench/probe.c
ln -s "$probe" "$folder/bin/php"
PROBE_PAGE=$folder/page
LYCHEE_MODE=worker
QUEUE_CONNECTION=redis
PATH=$folder/bin:$PATH
export PROBE_PAGE LYCHEE_MODE QUEUE_CONNECTION PATH
