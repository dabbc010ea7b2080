#!/bin/sh
# Entrypoint of redash.
#
#   server              brings the database up to date, then serves HTTP
#   worker              runs queries: WORKERS_COUNT processes under supervisord
#   scheduler           puts periodic jobs into the queues; run one of it
#   dev_server          serves HTTP with Flask's server, which reloads changed code
#   debug               the same without reloading, with a port for a debugger
#   dev_worker          one worker for QUEUES, which reloads changed code
#   dev_scheduler       a scheduler that reloads changed code
#   create_db           makes the tables of a new database
#   upgrade_db          brings the database up to date and ends
#   manage              any other command of manage.py
#   shell               opens a Python shell with the application in it
#   tests               runs the tests that are named, or all
#   celery_healthcheck  says yes to probes of old deployments
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

lg_app=redash

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

# Run the step called $1: a command, from $2 on, without standard input. Fails if that
# fails, and sets lg_failure to a sentence about it; leaves on a stop.
lg_step() {
  lg_failure="step '$1'"
  shift
  lg_run "$@" </dev/null
  case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
  lg_failure="$lg_failure failed with code $lg_code"
  return "$lg_code"
}

# A question, after whose answer the script leaves.
case ${1-} in
  :help)
    printf '%s\n' \
      'Entrypoint of redash.' \
      '' \
      '  server              brings the database up to date, then serves HTTP' \
      '  worker              runs queries: WORKERS_COUNT processes under supervisord' \
      '  scheduler           puts periodic jobs into the queues; run one of it' \
      "  dev_server          serves HTTP with Flask's server, which reloads changed code" \
      '  debug               the same without reloading, with a port for a debugger' \
      '  dev_worker          one worker for QUEUES, which reloads changed code' \
      '  dev_scheduler       a scheduler that reloads changed code' \
      '  create_db           makes the tables of a new database' \
      '  upgrade_db          brings the database up to date and ends' \
      '  manage              any other command of manage.py' \
      '  shell               opens a Python shell with the application in it' \
      '  tests               runs the tests that are named, or all' \
      '  celery_healthcheck  says yes to probes of old deployments' \
      '' \
      'The first word chooses what this container does. Any other command is run as it' \
      'is.' \
      '' \
      'Variables:' \
      '  REDASH_GUNICORN_BIND                is [::]:5000 by default; only for server' \
      '  REDASH_WEB_WORKERS                  is 4 by default; must be a whole number,' \
      '                                      at least 1; only for server' \
      '  REDASH_GUNICORN_TIMEOUT             is 60 by default; must be a whole number,' \
      '                                      at least 0; only for server' \
      '  REDASH_GUNICORN_LIMIT_REQUEST_LINE  is 0 by default; must be a whole number' \
      '                                      from 0 to 8190; only for server' \
      '  MAX_REQUESTS                        is 1000 by default; must be a whole' \
      '                                      number, at least 0; only for server' \
      '  MAX_REQUESTS_JITTER                 is 100 by default; must be a whole number,' \
      '                                      at least 0; only for server' \
      '  WORKERS_COUNT                       is 2 by default; must be a whole number,' \
      '                                      at least 1; only for worker' \
      '  QUEUES                              is empty by default; only for worker' \
      '  FLASK_DEBUG                         is 1 by default; only for dev_server and' \
      '                                      debug' \
      '  REMOTE_DEBUG                        is 1 by default; only for debug' \
      '' \
      'Questions:' \
      '  :help  this text'
    exit
    ;;
esac

# The first word chooses what this container does.
case ${1-} in
  server)
    shift
    lg_stay
    lg_literal_1='[::]:5000'
    export REDASH_GUNICORN_BIND="${REDASH_GUNICORN_BIND:-$lg_literal_1}"
    export REDASH_WEB_WORKERS="${REDASH_WEB_WORKERS:-4}"
    export REDASH_GUNICORN_TIMEOUT="${REDASH_GUNICORN_TIMEOUT:-60}"
    export REDASH_GUNICORN_LIMIT_REQUEST_LINE="${REDASH_GUNICORN_LIMIT_REQUEST_LINE:-0}"
    export MAX_REQUESTS="${MAX_REQUESTS:-1000}"
    export MAX_REQUESTS_JITTER="${MAX_REQUESTS_JITTER:-100}"
    # Every problem is said before the script leaves.
    lg_problems=''
    lg_number "${REDASH_WEB_WORKERS-}" 1 ||
      lg_wrong 'REDASH_WEB_WORKERS must be a whole number, at least 1'
    lg_number "${REDASH_GUNICORN_TIMEOUT-}" 0 ||
      lg_wrong 'REDASH_GUNICORN_TIMEOUT must be a whole number, at least 0'
    lg_number "${REDASH_GUNICORN_LIMIT_REQUEST_LINE-}" 0 8190 ||
      lg_wrong 'REDASH_GUNICORN_LIMIT_REQUEST_LINE must be a whole number from 0 to 8190'
    lg_number "${MAX_REQUESTS-}" 0 ||
      lg_wrong 'MAX_REQUESTS must be a whole number, at least 0'
    lg_number "${MAX_REQUESTS_JITTER-}" 0 ||
      lg_wrong 'MAX_REQUESTS_JITTER must be a whole number, at least 0'
    case $lg_problems in ?*) exit 78 ;; esac
    lg_step database python manage.py db upgrade || lg_fail 70 "$lg_failure"
    if ! lg_given --max-requests -- "$@"; then
      set -- "$@" "--max-requests=$MAX_REQUESTS"
    fi
    if ! lg_given --max-requests-jitter -- "$@"; then
      set -- "$@" "--max-requests-jitter=$MAX_REQUESTS_JITTER"
    fi
    # From here on signals are for the program.
    trap - TERM INT
    case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
    exec gunicorn redash.wsgi:app --name=redash "--bind=$REDASH_GUNICORN_BIND" \
      "--workers=$REDASH_WEB_WORKERS" "--timeout=$REDASH_GUNICORN_TIMEOUT" \
      "--limit-request-line=$REDASH_GUNICORN_LIMIT_REQUEST_LINE" "$@"
    ;;
  worker)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'worker takes no arguments'
    export WORKERS_COUNT="${WORKERS_COUNT:-2}"
    export QUEUES="${QUEUES:-}"
    # Every problem is said before the script leaves.
    lg_problems=''
    lg_number "${WORKERS_COUNT-}" 1 ||
      lg_wrong 'WORKERS_COUNT must be a whole number, at least 1'
    case $lg_problems in ?*) exit 78 ;; esac
    exec supervisord -c worker.conf
    ;;
  scheduler)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'scheduler takes no arguments'
    exec python manage.py rq scheduler
    ;;
  dev_server)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'dev_server takes no arguments'
    lg_stay
    export FLASK_DEBUG="${FLASK_DEBUG:-1}"
    lg_run python manage.py runserver --debugger --reload -h 0.0.0.0
    exit "$lg_code"
    ;;
  debug)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'debug takes no arguments'
    lg_stay
    export FLASK_DEBUG="${FLASK_DEBUG:-1}"
    export REMOTE_DEBUG="${REMOTE_DEBUG:-1}"
    lg_run python manage.py runserver --debugger --no-reload -h 0.0.0.0
    exit "$lg_code"
    ;;
  dev_worker)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'dev_worker takes no arguments'
    # The words of QUEUES: cut at blanks, with no globs and no quotes.
    unset IFS
    set -f
    # shellcheck disable=SC2086
    set -- "$@" ${QUEUES-}
    set +f
    exec watchmedo auto-restart --directory=./redash/ '--pattern=*.py' --recursive \
      -- python manage.py rq worker "$@"
    ;;
  dev_scheduler)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'dev_scheduler takes no arguments'
    exec watchmedo auto-restart --directory=./redash/ '--pattern=*.py' --recursive \
      -- python manage.py rq scheduler
    ;;
  create_db)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'create_db takes no arguments'
    exec python manage.py database create_tables
    ;;
  upgrade_db)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'upgrade_db takes no arguments'
    exec python manage.py db upgrade
    ;;
  manage)
    shift
    exec python manage.py "$@"
    ;;
  shell)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'shell takes no arguments'
    exec python manage.py shell
    ;;
  tests)
    shift
    exec env REDASH_DATABASE_URL=postgresql://postgres@postgres/tests pytest "$@"
    ;;
  celery_healthcheck)
    shift
    [ "$#" -eq 0 ] || lg_fail 64 'celery_healthcheck takes no arguments'
    exec true
    ;;
  '') lg_fail 64 'no command to run: give the image a CMD' ;;
  -*) lg_fail 64 'no command to run: put a program before the options' ;;
  *) exec "$@" ;;
esac
