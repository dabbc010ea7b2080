# The program as a child: started, told to stop, waited for.
#
# needs: log.sh
# owns: lg_signal lg_grace lg_timer lg_pid lg_code lg_stopped lg_interrupted lg_sent lg_own lg_map lg_line lg_try lg_status lg_seen
# forks: one in lg_run, for the program itself; four in lg_limit
# shellcheck disable=SC2034 # lg_code is read by the caller

# Get ready to be the parent of a program: from here on TERM and INT (Ctrl-C) stop
# the child, and standard input is kept for it as descriptor 3, since a shell gives
# a child in the background none. Catching URG marks copies of this shell.
lg_stay() {
  lg_stopped='' lg_pid=''
  #only grace
  lg_grace=${1-} lg_timer=''
  trap 'lg_stop 143' TERM
  trap 'lg_stop 130' INT
  trap : URG
  command exec 3<&0 || command exec 3</dev/null
}

# Succeed while the child is no more than a copy of this shell, which would swallow a
# signal: it has the same memory map, by its first line, and still catches URG, a
# signal that nobody sends. A program that catches URG too has another map.
lg_is_copy() {
  lg_own='' lg_map=''
  {
    read -r lg_own </proc/self/maps
    read -r lg_map <"/proc/$lg_pid/maps"
  } 2>/dev/null
  case $lg_map in "${lg_own:-none}") ;; *) return 1 ;; esac
  {
    while read -r lg_line; do
      case $lg_line in SigCgt:*[4567cdef]?????) return 0 ;; esac
    done <"/proc/$lg_pid/status"
  } 2>/dev/null
  return 1
}

# Note that the container is to stop, and tell the child, once. $1 is the exit code
# for a stop while no program runs. Only `case` in here: the trap may interrupt the
# script anywhere, and the `[` of zsh must not be interrupted by another one.
lg_stop() {
  lg_stopped=$1 lg_interrupted=1
  case $lg_pid in '') return ;; esac
  case $((lg_sent = lg_sent + 1)) in
    1) ;;
    *) return ;;
  esac
  # At most 1000 looks, as a program may be the same as such a copy in all that can
  # be seen: a script of this kind, where addresses are not randomised.
  lg_try=0
  while lg_is_copy; do
    case $((lg_try = lg_try + 1)) in 1000) break ;; esac
  done
  kill -s "$lg_signal" "$lg_pid" 2>/dev/null || :
  #only grace
  case $lg_grace in ?*) lg_timer=$(lg_limit) ;; esac
}

# Let the child run for $lg_grace s more, then end it by KILL. That is done beside
# the script; printed is the PID of the clock, whose early end calls it off. The
# outer subshell is for ksh93, which waits for what is in the background otherwise.
lg_limit() (
  (
    (exec sleep "$lg_grace" >/dev/null) &
    echo "$!"
    exec >/dev/null
    wait "$!" && kill -s 0 "$$" && lg_log "still running after $lg_grace s: killed" &&
      kill -s KILL "$lg_pid"
  ) &
)

# Run a command, from $2 on, as a child that signal $1 is to stop, and wait for it.
# Sets lg_code to its exit code, 128+n if signal n ended it. Leaves at once if the
# container is to stop already.
lg_run() {
  case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
  lg_signal=$1 lg_sent=0
  shift
  (exec "$@" <&3 3<&-) &
  lg_pid=$!
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
    case $lg_interrupted in '') break ;; esac
    lg_seen=''
    [ ! -d "/proc/$lg_pid" ] || lg_seen=1
  done
  lg_pid=''
  #only grace
  case $lg_timer in ?*) kill -s TERM "$lg_timer" 2>/dev/null || : ;; esac
  # ksh93 counts deaths by signal from 256, yash from 384.
  [ "$lg_code" -le 384 ] || lg_code=$((lg_code - 256))
  [ "$lg_code" -le 256 ] || lg_code=$((lg_code - 128))
}
