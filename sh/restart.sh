# Restarts that come too often.
#
# needs: clock.sh
# owns: lg_exits lg_count
# forks: none
# shellcheck disable=SC2154 # lg_now is set by lg_uptime

# Note that the program has ended, and succeed if that makes more than $1 times in
# $2 s. Where /proc gives no clock, all times count.
lg_crash_loop() {
  lg_uptime
  lg_exits="$lg_exits$lg_now " lg_count=$((lg_count + 1))
  while [ $((lg_now - ${lg_exits%% *})) -ge "$2" ]; do
    lg_exits=${lg_exits#* } lg_count=$((lg_count - 1))
  done
  [ "$lg_count" -gt "$1" ]
}
