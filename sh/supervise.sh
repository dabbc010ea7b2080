# Programs as children: started, told to stop, waited for.
#
# needs: log.sh state.sh lg_end
# owns: lg_timer lg_hook lg_timeout lg_late lg_watched lg_seconds lg_clock lg_pid lg_code lg_stopped lg_interrupted lg_sent lg_running lg_signal lg_stat lg_child lg_look lg_status lg_seen
# forks: one in lg_run and in lg_after, for the command itself; four in lg_limit and in lg_first; two in lg_watch, some in lg_unwatch
# shellcheck disable=SC2034,SC2154 # lg_code is for the caller, lg_phase of those who keep a state

# Get ready to be the parent of a program: from here on TERM and INT (Ctrl-C) stop
# what runs.
lg_stay() {
  lg_stopped='' lg_pid=''
  #only program
  lg_running=''
  #only grace
  lg_timer=''
  #only before
  lg_hook=''
  #only timeout
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
  #only forward
  lg_interrupted=1
  #only forward
  # A signal that is passed on is for the program, if that runs.
  case $lg_running$lg_pid in yes?*) ;; *) return ;; esac
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
  #only program
  case $lg_running in '') kill -s TERM "$lg_pid" || : ;; *) lg_end ;; esac
  #only uniform
  kill -s TERM "$lg_pid" || :
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

# Run a command, from $2 on, and when it has ended send signal $1 to the program.
# That is done beside the script; printed is the PID of the command, which writes
# to standard error.
lg_first() (
  (
    lg_signal=$1
    shift
    trap '' INT
    (exec "$@" >&2 </dev/null) &
    echo "$!"
    exec >/dev/null
    lg_await "$!"
    kill -s 0 "$lg_pid" 2>/dev/null || exit
    case $lg_code in 0) ;; *) lg_log "stop.before: ended with code $lg_code" warning ;; esac
    lg_send "$lg_signal"
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
  #only timeout
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
  #only health
  # What begins with this child is told to those who ask for health.
  case $lg_phase in running) lg_note "$lg_child" ;; pause) lg_note 0 ;; esac
  # From here on a trap may signal the child.
  lg_pid=$lg_child
  case $lg_stopped in ?*) lg_stop "$lg_stopped" ;; esac
  #only timeout
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
  #only timeout
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
  #only grace
  case $lg_timer in ?*) kill -s TERM "$lg_timer" 2>/dev/null || : ;; esac
  #only before
  case $lg_hook in ?*) kill -s TERM "$lg_hook" 2>/dev/null || : ;; esac
}

# Run a command when the program has ended for good. In the foreground, where a
# signal does not disturb it.
lg_after() {
  (exec "$@" </dev/null) || lg_log "stop.after: ended with code $?" warning
}
