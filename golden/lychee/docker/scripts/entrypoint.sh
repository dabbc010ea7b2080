#!/bin/sh
# Entrypoint of Lychee.
#
#   web     serves HTTP: runs the image's CMD (default)
#   worker  processes queued jobs; starts again 5 s after any exit
#
# Generated from ../../lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

lg_app=Lychee

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

# Get ready to be the parent of a program: from here on TERM and INT (Ctrl-C) stop
# what runs.
lg_stay() {
  lg_stopped='' lg_pid=''
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

# Run a command as a child and wait for it. Sets lg_code to its exit code, 128+n if
# signal n ended it. If the container is to stop already, the command is not run.
lg_run() {
  lg_sent=0
  case $lg_stopped in ?*) lg_code=$lg_stopped && return ;; esac
  lg_start "$@" 3<&0
  # At most 1000 looks: some shells run a script without `#!` themselves. None in zsh,
  # which a trap may break while it reads, and whose copies do not swallow signals.
  lg_child=$! lg_look=0
  while [ -z "${ZSH_VERSION-}" ] && [ "$lg_look" -lt 1000 ] && lg_is_copy; do
    lg_look=$((lg_look + 1))
  done
  # From here on a trap may signal the child.
  lg_pid=$lg_child
  # posh takes the option of `read` for one of `wait` unless a builtin comes between.
  unset lg_stat
  case $lg_stopped in ?*) lg_stop "$lg_stopped" ;; esac
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
  # ksh93 counts deaths by signal from 256, yash from 384.
  [ "$lg_code" -le 384 ] || lg_code=$((lg_code - 256))
  [ "$lg_code" -le 256 ] || lg_code=$((lg_code - 128))
}

# LYCHEE_MODE chooses what this container does.
case ${LYCHEE_MODE:-web} in
  web)
    lg_log 'mode web'
    case ${1-} in '' | -*) lg_fail 64 'no command to run: give the image a CMD' ;; esac
    exec "$@"
    ;;
  worker)
    lg_stay
    lg_log 'mode worker'
    export QUEUE_NAMES="${QUEUE_NAMES:-default}"
    export WORKER_MAX_TIME="${WORKER_MAX_TIME:-3600}"
    # Only this script uses the default: the program may have its own.
    lg_env_QUEUE_CONNECTION="${QUEUE_CONNECTION:-sync}"
    lg_clean "$lg_env_QUEUE_CONNECTION"
    lg_log "QUEUE_CONNECTION is $lg_text"
    if [ "$lg_env_QUEUE_CONNECTION" = sync ]; then
      lg_log "warning: QUEUE_CONNECTION=sync is not recommended for worker mode; use 'redis' or 'database'"
    fi
    # Started again 5 s after any exit.
    while :; do
      lg_log 'worker: starting'
      lg_run php artisan queue:work "--queue=$QUEUE_NAMES" --tries=3 --timeout=3600 \
        --sleep=3 "--max-time=$WORKER_MAX_TIME"
      case $lg_stopped in ?*) break ;; esac
      lg_log "worker: ended with code $lg_code; starts again in 5 s"
      lg_run sleep 5
      case $lg_stopped in ?*) lg_code=$lg_stopped && break ;; esac
    done
    lg_log "worker: leaving with code $lg_code"
    exit "$lg_code"
    ;;
  *)
    lg_clean "$LYCHEE_MODE"
    lg_fail 1 "Invalid LYCHEE_MODE: $lg_text. Must be 'web' or 'worker'."
    ;;
esac
