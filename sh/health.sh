# Answers to the question for health.
#
# needs: log.sh clock.sh state.sh
# owns: lg_age lg_socket lg_list lg_then lg_old
# forks: two in lg_fresh
# shellcheck disable=SC2034,SC2154 # set by the fragments that are needed

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
  #only crash-loop
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

# Go on if somebody listens on TCP port $1 of this network, else leave with an answer.
# The kernel's list of sockets is read; nobody is connected to. It is read twice: one
# that is closed meanwhile lets the reader miss another.
lg_listens() {
  case $1 in
    '' | 0* | ??????* | *[!0-9]*) lg_answer unhealthy "$lg_mode: its port is not a number" ;;
  esac
  for lg_list in /proc/net/tcp /proc/net/tcp6 /proc/net/tcp /proc/net/tcp6; do
    {
      while read -r lg_socket; do
        # The second field is the local address with the port behind a colon, the
        # fourth the state: 0A if it listens.
        case $lg_socket in
          *:*:*:*\ 0A\ *)
            lg_socket=${lg_socket#*: *:}
            [ "$((0x${lg_socket%% *}))" -ne "$1" ] || return 0
            ;;
        esac
      done <"$lg_list"
    } 2>/dev/null
  done
  lg_answer unhealthy "$lg_mode: nobody listens on port $1"
}

# Go on if file $1 was changed less than $2 s ago, else leave with an answer.
lg_fresh() {
  lg_clean "$1"
  [ -e "$1" ] || lg_answer unhealthy "$lg_mode: there is no $lg_text"
  lg_then=$(date -r "$1" +%s 2>/dev/null)
  lg_old=$(date +%s 2>/dev/null)
  case ${lg_then:-?}${lg_old:-?} in
    *[!0-9]*) lg_answer unhealthy "$lg_mode: date does not tell the age of $lg_text" ;;
  esac
  lg_old=$((lg_old - lg_then))
  [ "$lg_old" -lt "$2" ] ||
    lg_answer unhealthy "$lg_mode: $lg_text was changed $lg_old s ago, $2 s is the limit"
}
