#!/bin/sh
# Entrypoint of shop.
#
#   web              serves HTTP on PORT (default)
#   worker (celery)  works on background jobs
#   scheduler        puts periodic jobs into the queue; run one of it
#   migrate          brings the database up to date and ends
#   shell            opens a shell without asking for settings
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

lg_app=shop

# Say $1 in one line. If standard error is a broken pipe or a full disk the line
# is lost, and the script goes on.
lg_log() {
  trap : PIPE
  # $2 is the level, by default info; lg_app is escaped where it is set.
  lg_escape "$1"
  printf '{"level":"%s","app":"%s","msg":"%s"}\n' \
    "${2-info}" "$lg_app" "$lg_escaped" >&2 2>/dev/null || :
}

# Set lg_escaped to $1 with a backslash in front of each quote and backslash.
lg_escape() {
  lg_escaped='' lg_rest=$1
  while :; do
    lg_part=${lg_rest%%[\"\\]*}
    lg_escaped=$lg_escaped$lg_part
    case $lg_rest in "$lg_part") return ;; esac
    lg_rest=${lg_rest#"$lg_part"}
    case $lg_rest in
      \"*) lg_escaped=$lg_escaped\\\" ;;
      *) lg_escaped=$lg_escaped\\\\ ;;
    esac
    lg_rest=${lg_rest#?}
  done
}

# Say $2 and leave with exit code $1.
lg_fail() {
  lg_log "$2" error
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

# Succeed if $1 is a word for yes.
lg_true() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    *) return 1 ;;
  esac
}

# Say what is wrong with the environment and note that something is, so that
# every problem is said before the script leaves.
lg_wrong() {
  lg_problems=1
  lg_log "$1" error
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

# Set lg_pause to the seconds until the next start: $1 where lg_delay is empty, then
# $2 times as long each time, at most $3.
lg_back_off() {
  lg_pause=${lg_delay:-$1}
  lg_delay=$((lg_pause * $2))
  [ "$lg_delay" -le "$3" ] || lg_delay=$3
}

# Get ready to be the parent of a program: from here on TERM and INT (Ctrl-C) stop
# what runs.
lg_stay() {
  lg_stopped='' lg_pid=''
  lg_running=''
  lg_timer=''
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
  [ "$((lg_stat & 16384))" -eq 0 ] || lg_log 'TERM was ignored at the start: it stops nothing' warning
  [ "$((lg_stat & 2))" -eq 0 ] || lg_log 'INT was ignored at the start: it stops nothing' warning
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

# Send signal $1 to the child.
lg_send() {
  kill -s "$1" "$lg_pid" || :
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
  case $lg_running in '') kill -s TERM "$lg_pid" || : ;; *) lg_end ;; esac
}

# Wait for the child $1 of a subshell and set lg_code. Again while it is there: bash
# hands a signal that it has not yet obeyed on to a subshell, whose `wait` ends. ksh93
# may say that the child was terminated, which is for nobody.
lg_await() {
  while :; do
    wait "$1" 2>/dev/null
    lg_code=$?
    kill -s 0 "$1" 2>/dev/null || return 0
  done
}

# Let the program run for $1 s more, then end it by KILL. That is done beside the
# script, and unmoved by Ctrl-C; printed is the PID of the clock, whose early end
# calls it off. The outer subshell is for ksh93, which waits for what is in the
# background otherwise.
lg_limit() (
  (
    trap '' INT
    (exec sleep "$1" >/dev/null) &
    echo "$!"
    exec >/dev/null
    lg_await "$!"
    case $lg_code in 0) ;; *) exit ;; esac
    kill -s 0 "$$" && lg_log "still running after $1 s: killed" warning &&
      kill -s KILL "$lg_pid"
  ) &
)

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
    lg_log "still running after $lg_seconds s: sent TERM" warning
    kill -s TERM "$lg_watched" 2>/dev/null
    lg_run sleep 10 2>/dev/null
    case $lg_stopped$lg_status in 0) ;; *) exit 0 ;; esac
    lg_log 'still running 10 s after TERM: sent KILL' warning
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

# Run the program as lg_run does. The function lg_end of its mode tells it to stop.
lg_program() {
  lg_running=yes
  lg_run "$@"
  lg_running=''
  case $lg_timer in ?*) kill -s TERM "$lg_timer" 2>/dev/null || : ;; esac
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

# The variables that web, worker, scheduler and migrate have in common.
lg_environment() {
  export LOG_LEVEL="${LOG_LEVEL:-info}"
  # Every problem is said before the script leaves.
  lg_problems=''
  [ -n "${DATABASE_URL-}" ] || lg_wrong 'DATABASE_URL is required'
  case ${DATABASE_URL-} in
    '' | postgres://*) ;;
    *) lg_wrong 'DATABASE_URL must look like postgres://*' ;;
  esac
  [ -n "${SECRET_KEY-}" ] || lg_wrong 'SECRET_KEY is required'
  case ${LOG_LEVEL-} in
    debug | info | warning | error) ;;
    *) lg_wrong "LOG_LEVEL must be 'debug', 'info', 'warning' or 'error'" ;;
  esac
}

# The variables that belong to web.
lg_variables() {
  lg_environment
  [ -n "${BROKER_URL-}" ] || [ -z "${REDIS_URL-}" ] || export BROKER_URL="$REDIS_URL"
  export PORT="${PORT:-8000}"
  export WEB_CONCURRENCY="${WEB_CONCURRENCY:-2}"
  [ -n "${BROKER_URL-}" ] || lg_wrong 'BROKER_URL is required'
  lg_number "${PORT-}" 1 65535 ||
    lg_wrong 'PORT must be a whole number from 1 to 65535'
  lg_number "${WEB_CONCURRENCY-}" 1 64 ||
    lg_wrong 'WEB_CONCURRENCY must be a whole number from 1 to 64'
  case $lg_problems in ?*) exit 78 ;; esac
}

# The variables that belong to worker and scheduler.
lg_variables_2() {
  lg_environment
  [ -n "${BROKER_URL-}" ] || [ -z "${REDIS_URL-}" ] || export BROKER_URL="$REDIS_URL"
  [ -n "${BROKER_URL-}" ] || lg_wrong 'BROKER_URL is required'
  case $lg_problems in ?*) exit 78 ;; esac
}

# What runs before the program of worker and scheduler.
lg_steps() {
  lg_timeout=60
  lg_step migrations python manage.py migrate --check || lg_fail 70 "$lg_failure"
}

# A question, after whose answer the script leaves.
case ${1-} in
  :help)
    printf '%s\n' \
      'Entrypoint of shop.' \
      '' \
      '  web              serves HTTP on PORT (default)' \
      '  worker (celery)  works on background jobs' \
      '  scheduler        puts periodic jobs into the queue; run one of it' \
      '  migrate          brings the database up to date and ends' \
      '  shell            opens a shell without asking for settings' \
      '' \
      'The first word, or else ROLE, chooses what this container does. Any other' \
      'command is run as it is.' \
      '' \
      'Variables:' \
      '  DATABASE_URL            is required; must look like postgres://*; only for' \
      '                          web, worker, scheduler and migrate' \
      '  SECRET_KEY              is required; only for web, worker, scheduler and' \
      '                          migrate' \
      '  BROKER_URL (REDIS_URL)  is required; only for web, worker and scheduler' \
      "  LOG_LEVEL               is info by default; must be 'debug', 'info', 'warning'" \
      "                          or 'error'" \
      '  PORT                    is 8000 by default; must be a whole number from 1 to' \
      '                          65535; only for web' \
      '  WEB_CONCURRENCY         is 2 by default; must be a whole number from 1 to 64;' \
      '                          only for web' \
      '' \
      'Questions:' \
      '  :help                  this text' \
      '  :run COMMAND [ARG...]  a command in the environment of the program'
    exit
    ;;
  :run)
    shift
    case ${1-} in '' | -*) lg_fail 64 'usage: :run COMMAND [ARG...]' ;; esac
    # ROLE says whose environment that is.
    case ${ROLE:-web} in
      web) lg_variables ;;
      worker | celery) lg_variables_2 ;;
      scheduler) lg_variables_2 ;;
      migrate)
        lg_environment
        case $lg_problems in ?*) exit 78 ;; esac
        ;;
      shell) export LOG_LEVEL="${LOG_LEVEL:-info}" ;;
      *)
        lg_clean "$ROLE"
        lg_fail 64 "Invalid ROLE: $lg_text. Must be 'web', 'worker', 'scheduler', 'migrate' or 'shell'."
        ;;
    esac
    exec "$@"
    ;;
esac

# The first word, or else ROLE, chooses what this container does.
lg_mode=''
case ${1-} in
  web)
    shift
    lg_mode=web
    ;;
  worker | celery)
    shift
    lg_mode=worker
    ;;
  scheduler)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'scheduler takes no arguments'
    lg_mode=scheduler
    ;;
  migrate)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'migrate takes no arguments'
    lg_mode=migrate
    ;;
  shell)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'shell takes no arguments'
    lg_mode=shell
    ;;
esac
[ -n "$lg_mode" ] || case ${ROLE-} in
  web) lg_mode=web ;;
  worker | celery) lg_mode=worker ;;
  scheduler) lg_mode=scheduler ;;
  migrate) lg_mode=migrate ;;
  shell) lg_mode=shell ;;
  '')
    case ${1-} in
      '') lg_mode=web ;;
      -*) lg_fail 64 'no command to run: put a program before the options' ;;
      *) exec "$@" ;;
    esac
    ;;
  *)
    lg_clean "$ROLE"
    lg_fail 64 "Invalid ROLE: $lg_text. Must be 'web', 'worker', 'scheduler', 'migrate' or 'shell'."
    ;;
esac

case $lg_mode in
  web)
    lg_stay
    lg_log 'mode web'
    lg_variables
    lg_timeout=60
    lg_step migrations python manage.py migrate --check || lg_fail 70 "$lg_failure"
    if ! lg_true "${STATIC_ELSEWHERE-}"; then
      lg_step 'static files' python manage.py collectstatic --no-input ||
        lg_log "$lg_failure" warning
    fi
    # From here on signals are for the program.
    trap - TERM INT
    case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
    exec gunicorn shop.wsgi "--bind=0.0.0.0:$PORT" "--workers=$WEB_CONCURRENCY" "$@"
    ;;
  worker)
    lg_stay
    # How a stop reaches the program.
    # shellcheck disable=SC2329
    lg_end() {
      lg_timer=$(lg_limit 300)
      lg_send TERM
    }
    lg_log 'mode worker'
    lg_variables_2
    lg_steps
    # Started again after a failure: 5 s later, then 2 times as long each time, at
    # most 300 s; 5 s again after a run of 600 s.
    lg_delay=''
    lg_exits='' lg_count=0
    while :; do
      lg_uptime
      lg_began=$lg_now
      lg_log 'worker: starting'
      lg_program celery --app=shop worker "--loglevel=$LOG_LEVEL" "$@"
      case $lg_stopped in ?*) break ;; esac
      case $lg_code in 0) break ;; esac
      if lg_crash_loop 10 3600; then
        lg_log "worker: ended with code $lg_code, more than 10 times in 3600 s: giving up" error
        lg_code=70
        break
      fi
      lg_uptime
      [ $((lg_now - lg_began)) -lt 600 ] || lg_delay=''
      lg_back_off 5 2 300
      lg_log "worker: ended with code $lg_code; starts again in $lg_pause s" warning
      lg_run sleep "$lg_pause"
      case $lg_stopped in ?*) lg_code=$lg_stopped && break ;; esac
    done
    lg_log "worker: leaving with code $lg_code"
    exit "$lg_code"
    ;;
  scheduler)
    lg_stay
    lg_log 'mode scheduler'
    lg_variables_2
    lg_steps
    lg_log 'scheduler: starting'
    lg_run celery --app=shop beat "--loglevel=$LOG_LEVEL" --schedule=/tmp/beat
    lg_log "scheduler: leaving with code $lg_code"
    exit "$lg_code"
    ;;
  migrate)
    lg_log 'mode migrate'
    lg_environment
    case $lg_problems in ?*) exit 78 ;; esac
    exec python manage.py migrate --no-input
    ;;
  shell)
    lg_log 'mode shell'
    export LOG_LEVEL="${LOG_LEVEL:-info}"
    exec python manage.py shell
    ;;
esac
