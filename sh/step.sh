# Commands that run before the program.
#
# needs: log.sh supervise.sh
# owns: lg_failure
# forks: none
# shellcheck disable=SC2034,SC2154 # lg_failure is for the caller, lg_code is of lg_run

# Run the step called $1: a command, from $2 on, without standard input. Fails if that
# fails, and sets lg_failure to a sentence about it; leaves on a stop.
lg_step() {
  #only talks
  lg_log "step '$1': starting"
  lg_failure="step '$1'"
  shift
  lg_run "$@" </dev/null
  case $lg_stopped in ?*) exit "$lg_stopped" ;; esac
  #only timeout
  case $lg_late in ?*) lg_failure="$lg_failure took more than $lg_late s" && return 1 ;; esac
  lg_failure="$lg_failure failed with code $lg_code"
  return "$lg_code"
}
