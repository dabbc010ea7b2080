# The pauses between two runs, and restarts that come too often.
#
# needs: clock.sh
# owns: lg_exits lg_count lg_pause lg_delay lg_random
# forks: none
# shellcheck disable=SC2154 # lg_now is set by lg_uptime

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

# Add up to $1 s to lg_pause, by chance. Not by the PID: that is 1 in each replica.
lg_jitter() {
  { read -r lg_random </proc/sys/kernel/random/uuid; } 2>/dev/null || lg_random=00
  # Seven hexadecimal digits: mksh counts in 32 bits.
  lg_random=${lg_random%%-*}
  lg_pause=$((lg_pause + 0x${lg_random#?} % ($1 + 1)))
}
