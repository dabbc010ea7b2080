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
lg_state='/run/lychgate-Lychee.state /dev/shm/lychgate-Lychee.state /tmp/lychgate-Lychee.state'

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

# Set lg_now to the seconds since the machine was started, which nobody can set
# back as the time of day; to 0 where /proc does not tell. `read` cuts it, since in zsh
# a pattern does not match if a trap comes meanwhile.
lg_uptime() {
  { IFS=. read -r lg_now _ </proc/uptime; } 2>/dev/null || lg_now=0
}

# Note that the program has ended, and succeed if that makes more than $1 times in
# $2 s. Where /proc gives no clock, all times count. No more are kept than tell.
lg_crash_loop() {
  lg_uptime
  lg_exits="$lg_exits$lg_now " lg_count=$((lg_count + 1))
  while [ "$lg_count" -gt $(($1 + 1)) ] || [ $((lg_now - ${lg_exits%% *})) -ge "$2" ]; do
    lg_exits=${lg_exits#* } lg_count=$((lg_count - 1))
  done
  [ "$lg_count" -gt "$1" ]
}

# Set lg_born to the time when process $1 was started, in ticks of the kernel's clock.
# Fails, with 0, if the process has ended or cannot be seen.
lg_birth() {
  lg_born=''
  # 0 is no process; posh may crash over a file that is not there once a trap has run.
  case $1 in
    0) ;;
    *) { read -r lg_born <"/proc/$1/stat"; } 2>/dev/null ;;
  esac
  # The name ends at the last ") "; the 20th field after it is the time.
  lg_born=${lg_born##*") "}
  case $lg_born in '' | [ZX]*) lg_born=0 && return 1 ;; esac
  # One at a time: a trap that comes into a long match may crash zsh.
  lg_field=1
  while [ "$lg_field" -lt 20 ]; do
    lg_born=${lg_born#* } lg_field=$((lg_field + 1))
  done
  lg_born=${lg_born%% *}
}

# Read the state of a script that runs, out of the first file that has one. Fails,
# with an empty lg_mode, if none has. A state whose process is gone, or is another one
# by now, is not believed.
lg_find_state() {
  for lg_file in $lg_state; do
    lg_often=''
    {
      [ -f "$lg_file" ] && read -r lg_mode lg_since lg_self lg_self_born lg_process \
        lg_process_born lg_restarts lg_within lg_often <"$lg_file"
    } 2>/dev/null
    # What is no number must not come into arithmetic: a shell might execute it.
    case ${lg_often:-?}$lg_since$lg_self$lg_process$lg_restarts$lg_within in
      *[!0-9]*) continue ;;
    esac
    lg_birth "$lg_self" && [ "$lg_born" = "$lg_self_born" ] && return
  done
  lg_mode=''
  return 1
}

# Keep the state of mode $1, whose program is process $2 or, with 0, does not run yet.
# It goes to the first file for which there is a place. Where another script runs
# already, as with `docker exec`, the state is that one's.
lg_keep_state() {
  if lg_find_state && [ "$lg_self" != "$$" ]; then
    lg_file=''
    lg_log "health is that of process $lg_self, which runs already"
    return
  fi
  lg_mode=$1 lg_self=$$ lg_restarts=0 lg_loop='0 0' lg_writer=''
  lg_birth "$$"
  lg_self_born=$lg_born
  for lg_file in $lg_state; do
    # No folder may have the name, nor a file of another user.
    { [ -w "${lg_file%/*}" ] && [ ! -d "$lg_file" ]; } || continue
    [ -e "$lg_file" ] && [ ! -w "$lg_file" ] && continue
    lg_write "$2" 2>/dev/null && return
  done
  lg_file=''
  lg_log 'no health: there is no place for the state'
}

# Write the state, with the program as process $1; 0 is none. It is written under
# another name, that nobody may have taken, and moved: who reads it finds the old one
# or the new one. Any user can read it. Fails if that fails.
lg_write() (
  lg_birth "$1"
  lg_uptime
  # Not left to `set -C`: yash tries a link to nowhere for ever, all wait at a FIFO.
  if [ -e "$lg_file.new" ] || [ -L "$lg_file.new" ]; then
    rm -f "$lg_file.new" || exit
  fi
  umask 022
  set -C
  # With echo, since printf would be one more process in mksh and posh.
  if echo "$lg_mode $lg_now $lg_self $lg_self_born $1 $lg_born $lg_restarts $lg_loop" >"$lg_file.new"; then
    exec mv -f "$lg_file.new" "$lg_file"
  fi
  rm -f "$lg_file.new"
  exit 1
)

# Write the state, if one is kept, beside the script: a trap may break zsh and ksh93
# while they do anything but wait for the program.
lg_note() {
  lg_phase=''
  [ -n "$lg_file" ] || return
  # The last one has ended long ago: a shell remembers it until it is asked.
  [ -z "$lg_writer" ] || wait "$lg_writer"
  lg_write "$1" 2>/dev/null &
  lg_writer=$!
}

# Say "$1: $2" and leave: with 0 if it is healthy, else with 1.
lg_answer() {
  printf '%s: %s\n' "$1" "$2"
  [ "$1" = healthy ]
  exit
}

# Go on if the program of a mode is alive that is among those of $1, with blanks
# between them. Else leave with an answer.
lg_health() {
  lg_find_state
  case " $1 " in
    *" $lg_mode "*) ;;
    *)
      [ -r /proc/1/stat ] || lg_answer unhealthy 'process 1 cannot be seen in /proc'
      lg_answer unhealthy "not running: $1"
      ;;
  esac
  lg_uptime
  lg_age=$((lg_now - lg_since))
  # A run that is longer than the time in which the ends are counted is no loop.
  [ "$lg_age" -ge "$lg_within" ] ||
    lg_answer unhealthy "$lg_mode ended more than $lg_often times in $lg_within s"
  case $lg_process$lg_restarts in
    00) lg_answer starting "$lg_mode starts" ;;
    0*) lg_answer starting "$lg_mode starts again" ;;
  esac
  { lg_birth "$lg_process" && [ "$lg_born" = "$lg_process_born" ]; } ||
    lg_answer unhealthy "$lg_mode has ended"
}

# Say that all is well and leave.
lg_healthy() {
  lg_answer healthy "$lg_mode has run for $lg_age s (process $lg_process, restarts $lg_restarts)"
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
  # which a trap may break while it looks, and whose copies do not swallow signals.
  lg_child=$! lg_look=0
  while [ -z "${ZSH_VERSION-}" ] && [ "$lg_look" -lt 1000 ] && lg_is_copy; do
    lg_look=$((lg_look + 1))
  done
  # posh takes the option of `read` for one of `wait`, unless a builtin that takes
  # options comes between.
  unset lg_stat
  # What begins with this child is told to those who ask for health.
  case $lg_phase in running) lg_note "$lg_child" ;; pause) lg_note 0 ;; esac
  # From here on a trap may signal the child.
  lg_pid=$lg_child
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

# A question, after whose answer the script leaves.
case ${1-} in
  :health)
    case $#${2-} in 1 | 2worker) ;; *) lg_fail 64 'usage: :health or :health worker' ;; esac
    lg_health "${2-worker}"
    lg_healthy
    ;;
esac

# LYCHEE_MODE chooses what this container does.
case ${LYCHEE_MODE:-web} in
  web)
    lg_log 'mode web'
    case ${1-} in
      '') lg_fail 64 'no command to run: give the image a CMD' ;;
      -*) lg_fail 64 'no command to run: put a program before the options' ;;
    esac
    exec "$@"
    ;;
  worker)
    lg_stay
    lg_keep_state worker 0
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
    lg_exits='' lg_count=0
    while :; do
      lg_log 'worker: starting'
      lg_phase=running
      lg_run php artisan queue:work "--queue=$QUEUE_NAMES" --tries=3 --timeout=3600 \
        --sleep=3 "--max-time=$WORKER_MAX_TIME"
      case $lg_stopped in ?*) break ;; esac
      if ! lg_crash_loop 10 300; then
        lg_loop='0 0'
      elif [ "$lg_loop" = '0 0' ]; then
        lg_loop='300 10'
        lg_log 'worker: ended more than 10 times in 300 s: unhealthy'
      fi
      lg_log "worker: ended with code $lg_code; starts again in 5 s"
      lg_phase=pause lg_restarts=$((lg_restarts + 1))
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
