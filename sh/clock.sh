# A clock for lengths of time.
#
# needs:
# owns: lg_now
# forks: none
# shellcheck disable=SC2034 # lg_now is read by the caller

# Set lg_now to the seconds since the machine was started, which nobody can set
# back as the time of day; to 0 where /proc does not tell.
lg_uptime() {
  { read -r lg_now </proc/uptime; } 2>/dev/null || lg_now=0
  lg_now=${lg_now%%.*}
}
