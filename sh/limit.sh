# Limits that programs inherit.
#
# needs: log.sh
# owns: lg_hard
# forks: one, where the hard limit is too low

# Let programs have up to $1 files open: the soft limit. Where the hard limit is
# lower it is as high as that, and a warning.
lg_nofile() {
  # shellcheck disable=SC3045 # these options are POSIX since 2024; posh has no ulimit
  ulimit -S -n "$1" 2>/dev/null || {
    lg_hard=$(ulimit -H -n 2>/dev/null) && ulimit -S -n "$lg_hard"
    lg_log "nofile cannot be $1: the hard limit is ${lg_hard:-unknown}" warning
  }
}
