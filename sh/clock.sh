# A clock for lengths of time.
#
# needs:
# owns: lg_now
# forks: none
# shellcheck disable=SC2034 # lg_now is read by the caller

# Set lg_now to the seconds since the machine was started, which nobody can set
# back as the time of day; to 0 where /proc does not tell. `read` cuts it, since in zsh
# a pattern does not match if a trap comes meanwhile.
lg_uptime() {
  { IFS=. read -r lg_now _ </proc/uptime; } 2>/dev/null || lg_now=0
}
