#!/bin/sh
# Entrypoint of CTFd.
#
#   waits for the database, brings it up to date and serves HTTP
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

lg_app=CTFd

# Say $1 in one line. If standard error is a broken pipe or a full disk the line
# is lost, and the script goes on.
lg_log() {
  trap : PIPE
  printf '%s: %s\n' "$lg_app" "$1" >&2 2>/dev/null || :
}

# Say $2 and leave with exit code $1.
lg_fail() {
  lg_log "$2"
  exit "$1"
}

# Set lg_text to $1 with everything but printable ASCII replaced, so that a value
# from outside cannot forge a line of the log.
lg_clean() {
  lg_text=$1
  case $1 in
    *[!\ -~]*) lg_text=$(printf '%s' "$1" | tr -c ' -~' '?') ;;
  esac
}

# Succeed if $1 is a word for yes.
lg_true() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    *) return 1 ;;
  esac
}

# Succeed if one of the options in front of the first `--` is given by the words behind
# it: alone, as `--option=value`, or as `-ovalue`. Words behind another `--` give none.
lg_given() {
  lg_options='='
  while [ "$1" != -- ]; do
    lg_options=$lg_options$1=
    shift
  done
  shift
  for lg_word; do
    case $lg_word in --) return 1 ;; esac
    lg_value=${lg_word#??}
    case $lg_options in
      *"=${lg_word%%=*}="* | *"=${lg_word%"$lg_value"}="*) return 0 ;;
    esac
  done
  return 1
}

# Say what is wrong with the environment and note that something is, so that
# every problem is said before the script leaves.
lg_wrong() {
  lg_problems=1
  lg_log "$1"
}

# Succeed if $1 is a whole number, at least $2 and at most $3; either may be empty
# for no limit. Limits have nine digits at most: mksh counts in 32 bits.
lg_number() {
  lg_digits=${1#-}
  case $lg_digits in '' | *[!0-9]*) return 1 ;; esac
  while :; do
    case $lg_digits in
      0?*) lg_digits=${lg_digits#0} ;;
      ??????????*) lg_digits=1000000000 && break ;;
      *) break ;;
    esac
  done
  case $1 in -*) lg_digits=-$lg_digits ;; esac
  [ "$lg_digits" -ge "${2:--2000000000}" ] && [ "$lg_digits" -le "${3:-2000000000}" ]
}

# Succeed if $1 is a word for yes or for no.
lg_boolean() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    0 | [Ff][Aa][Ll][Ss][Ee] | [Nn][Oo] | [Oo][Ff][Ff]) ;;
    *) return 1 ;;
  esac
}

# Get ready to be the parent of a program: from here on TERM and INT (Ctrl-C) stop
# what runs.
lg_stay() {
  lg_stopped='' lg_pid=''
  lg_timeout=''
  trap 'lg_stop 143' TERM
  trap 'lg_stop 130' INT
  lg_deaf
  { true 3<&0; } 2>/dev/null || exec </dev/null
}

# Say it if TERM or INT was ignored when this script was started: a trap does not
# change that, but in zsh, and the program inherits it.
lg_deaf() {
  case ${ZSH_VERSION-} in ?*) return ;; esac
  lg_stat=''
  { read -r lg_stat </proc/self/stat; } 2>/dev/null
  # The name ends at the last ") "; the 31st field after it tells what is ignored.
  lg_stat=${lg_stat##*") "}
  for lg_look in 1 2 3; do
    lg_stat=${lg_stat#* * * * * * * * * * }
  done
  lg_stat=${lg_stat%% *}
  case $lg_stat in '' | *[!0-9]*) return ;; esac
  [ "$((lg_stat & 16384))" -eq 0 ] || lg_log 'TERM was ignored at the start: it stops nothing'
  [ "$((lg_stat & 2))" -eq 0 ] || lg_log 'INT was ignored at the start: it stops nothing'
}

# Succeed while the child is no more than a copy of this shell, which would swallow a
# signal: the kernel sets bit 64 of the flags of a process at fork, clears it at exec.
lg_is_copy() {
  lg_stat=''
  { read -r lg_stat <"/proc/$lg_child/stat"; } 2>/dev/null
  # The name ends at the last ") "; then come the state, five numbers and the flags.
  lg_stat=${lg_stat##*") "}
  case $lg_stat in [ZX]*) return 1 ;; esac
  lg_stat=${lg_stat#* * * * * * }
  lg_stat=${lg_stat%% *}
  case $lg_stat in '' | *[!0-9]*) return 1 ;; esac
  [ "$((lg_stat & 64))" -ne 0 ]
}

# Note that the container is to stop, and tell the child, once. $1 is the exit code
# for a stop while no program runs. Only `case` in here: a trap may interrupt another
# one, in dash the status of a command is lost then, and zsh breaks in a second `[`.
lg_stop() {
  lg_stopped=$1 lg_interrupted=1
  case $lg_pid in '') return ;; esac
  case $((lg_sent = lg_sent + 1)) in
    1) ;;
    *) return ;;
  esac
  kill -s TERM "$lg_pid" || :
}

# Start a command in the background, where a shell gives it no standard input: that
# is descriptor 3 here.
lg_start() {
  (exec "$@" <&3 3<&-) &
}

# Let the child run for lg_timeout s, then send it TERM, and KILL 10 s later. That is
# done beside the script, by a copy of it that ALRM calls off: its code is 0 if the
# child was late. What a shell says of a `sleep` that was ended is for nobody.
lg_watch() {
  lg_seconds=$lg_timeout lg_timeout=''
  (
    lg_watched=$lg_pid lg_pid=''
    trap '' INT
    trap 'lg_stop 1' TERM ALRM
    lg_run sleep "$lg_seconds" 2>/dev/null
    case $lg_stopped$lg_status in 0) ;; *) exit 1 ;; esac
    lg_log "still running after $lg_seconds s: sent TERM"
    kill -s TERM "$lg_watched" 2>/dev/null
    lg_run sleep 10 2>/dev/null
    case $lg_stopped$lg_status in 0) ;; *) exit 0 ;; esac
    lg_log 'still running 10 s after TERM: sent KILL'
    kill -s KILL "$lg_watched" 2>/dev/null
    exit 0
  ) &
  lg_clock=$!
}

# End what lg_watch has begun, and set lg_late to the seconds if they were over. ALRM
# is sent until it is noticed: mksh, ksh93 and posh may miss one. bash may lose one if
# another follows at once, so there is a fork between them.
lg_unwatch() {
  {
    while kill -s ALRM "$lg_clock" && (:) && [ -e "/proc/$lg_clock/exe" ]; do
      :
    done
    wait "$lg_clock" && lg_late=$lg_seconds
  } 2>/dev/null
}

# Run a command as a child and wait for it. Sets lg_code to its exit code, 128+n if
# signal n ended it. If the container is to stop already, the command is not run.
lg_run() {
  lg_sent=0
  lg_clock='' lg_late=''
  case $lg_stopped in ?*) lg_code=$lg_stopped && return ;; esac
  lg_start "$@" 3<&0
  # At most 1000 looks: some shells run a script without `#!` themselves. None in zsh,
  # which a trap may break while it looks, and whose copies do not swallow signals.
  lg_child=$! lg_look=0
  while [ -z "${ZSH_VERSION-}" ] && [ "$lg_look" -lt 1000 ] && lg_is_copy; do
    lg_look=$((lg_look + 1))
  done
  # posh takes the option of `read` for one of `wait`, unless a builtin that takes
  # options comes between.
  unset lg_stat
  # From here on a trap may signal the child.
  lg_pid=$lg_child
  case $lg_stopped in ?*) lg_stop "$lg_stopped" ;; esac
  case $lg_timeout in ?*) lg_watch ;; esac
  # A signal ends `wait` early, with a number that differs between shells, and the
  # next `wait` says 127 if the child had ended by then: the code before it counts,
  # unless the child was still seen after that. bash may say -1 in place of it.
  lg_code=127 lg_seen=''
  while :; do
    lg_interrupted=''
    wait "$lg_pid"
    lg_status=$?
    case $lg_status$lg_seen in
      127 | -1*) ;;
      *) lg_code=$lg_status ;;
    esac
    lg_seen=''
    [ ! -d "/proc/$lg_pid" ] || lg_seen=1
    # For zsh a program that was stopped has ended, with 147.
    case $lg_interrupted:$lg_seen:$lg_status in ::* | :1:147) break ;; esac
  done
  lg_pid=''
  case $lg_clock in ?*) lg_unwatch ;; esac
  # ksh93 counts deaths by signal from 256, yash from 384.
  [ "$lg_code" -le 384 ] || lg_code=$((lg_code - 256))
  [ "$lg_code" -le 256 ] || lg_code=$((lg_code - 128))
}

# Run the step called $1: a command, from $2 on, without standard input. Fails if that
# fails, and sets lg_failure to a sentence about it; leaves on a stop.
lg_step() {
  lg_log "step '$1': starting"
  lg_failure="step '$1'"
  shift
  lg_run "$@" </dev/null
  case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
  case $lg_late in ?*) lg_failure="$lg_failure took more than $lg_late s" && return 1 ;; esac
  lg_failure="$lg_failure failed with code $lg_code"
  return "$lg_code"
}

lg_stay
export WORKERS="${WORKERS:-1}"
export WORKER_CLASS="${WORKER_CLASS:-gevent}"
export WORKER_TEMP_DIR="${WORKER_TEMP_DIR:-/dev/shm}"
export ACCESS_LOG="${ACCESS_LOG:--}"
export ERROR_LOG="${ERROR_LOG:--}"
# Every problem is said before the script leaves.
lg_problems=''
if [ "${WORKERS-}" != 1 ] && ! [ -f .ctfd_secret_key ]; then
  [ -n "${SECRET_KEY-}" ] || lg_wrong 'SECRET_KEY is required'
fi
lg_number "${WORKERS-}" 1 || lg_wrong 'WORKERS must be a whole number, at least 1'
[ -z "${SKIP_DB_PING-}" ] || lg_boolean "${SKIP_DB_PING-}" ||
  lg_wrong 'SKIP_DB_PING must be true or false (or 1, 0, yes, no, on, off)'
[ -z "${DEBUG-}" ] || lg_boolean "${DEBUG-}" ||
  lg_wrong 'DEBUG must be true or false (or 1, 0, yes, no, on, off)'
case $lg_problems in ?*) exit 78 ;; esac
lg_clean "${WORKERS-}"
lg_log "WORKERS is $lg_text"
if lg_true "${DEBUG-}"; then
  lg_log 'warning: DEBUG restarts workers whenever a file changes; not for a game'
fi
if ! lg_true "${SKIP_DB_PING-}"; then
  lg_timeout=300
  lg_step 'database answers' python ping.py || lg_fail 70 "$lg_failure"
fi
lg_step 'database is up to date' flask db upgrade || lg_fail 70 "$lg_failure"
if lg_true "${DEBUG-}" && ! lg_given --reload -- "$@"; then
  set -- "$@" --reload
fi
# From here on signals are for the program.
trap - TERM INT
case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
exec gunicorn 'CTFd:create_app()' --bind=0.0.0.0:8000 "--workers=$WORKERS" \
  "--worker-class=$WORKER_CLASS" "--worker-tmp-dir=$WORKER_TEMP_DIR" \
  "--access-logfile=$ACCESS_LOG" "--error-logfile=$ERROR_LOG" "$@"
