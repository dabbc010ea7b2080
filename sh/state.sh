# The state of a mode, kept in a file for those who ask for its health.
#
# needs: log.sh clock.sh
# owns: lg_born lg_field lg_file lg_mode lg_since lg_self lg_self_born lg_process lg_process_born lg_restarts lg_within lg_often lg_phase lg_loop lg_writer
# forks: one in lg_write, which mv takes over, and one more for what was left half done
# shellcheck disable=SC2034,SC2154 # lg_state and lg_now are set elsewhere, some is for the caller

# Set lg_born to the time when process $1 was started, in ticks of the kernel's clock.
# Fails, with 0, if the process has ended or cannot be seen.
lg_birth() {
  lg_born=''
  # 0 is no process; posh may crash over a file that is not there once a trap has run.
  case $1 in 0) ;; *) { read -r lg_born <"/proc/$1/stat"; } 2>/dev/null ;; esac
  # The name ends at the last ") "; the 20th field after it is the time.
  lg_born=${lg_born##*") "}
  case $lg_born in '' | [ZX]*) lg_born=0 && return 1 ;; esac
  # One at a time: a trap that comes into a long match may crash zsh.
  lg_field=1
  while [ "$lg_field" -lt 20 ]; do
    lg_born=${lg_born#* } lg_field=$((lg_field + 1))
  done
  lg_born=${lg_born%% *}
}

# Read the state of a script that runs, out of the first file that has one. Fails,
# with an empty lg_mode, if none has. A state whose process is gone, or is another one
# by now, is not believed.
lg_find_state() {
  for lg_file in $lg_state; do
    lg_often=''
    {
      [ -f "$lg_file" ] && read -r lg_mode lg_since lg_self lg_self_born lg_process \
        lg_process_born lg_restarts lg_within lg_often <"$lg_file"
    } 2>/dev/null
    # What is no number must not come into arithmetic: a shell might execute it.
    case ${lg_often:-?}$lg_since$lg_self$lg_process$lg_restarts$lg_within in
      *[!0-9]*) continue ;;
    esac
    lg_birth "$lg_self" && [ "$lg_born" = "$lg_self_born" ] && return
  done
  lg_mode=''
  return 1
}

# Keep the state of mode $1, whose program is process $2 or, with 0, does not run yet.
# It goes to the first file for which there is a place. Where another script runs
# already, as with `docker exec`, the state is that one's.
lg_keep_state() {
  if lg_find_state && [ "$lg_self" != "$$" ]; then
    lg_file=''
    lg_log "health is that of process $lg_self, which runs already" warning
    return
  fi
  lg_mode=$1 lg_self=$$ lg_restarts=0 lg_loop='0 0' lg_writer=''
  lg_birth "$$"
  lg_self_born=$lg_born
  for lg_file in $lg_state; do
    # No folder may have the name, nor a file of another user.
    { [ -w "${lg_file%/*}" ] && [ ! -d "$lg_file" ]; } || continue
    [ -e "$lg_file" ] && [ ! -w "$lg_file" ] && continue
    lg_write "$2" 2>/dev/null && return
  done
  lg_file=''
  lg_log 'no health: there is no place for the state' warning
}

# Write the state, with the program as process $1; 0 is none. It is written under
# another name, that nobody may have taken, and moved: who reads it finds the old one
# or the new one. Any user can read it. Fails if that fails.
lg_write() (
  lg_birth "$1"
  lg_uptime
  # Not left to `set -C`: yash tries a link to nowhere for ever, all wait at a FIFO.
  if [ -e "$lg_file.new" ] || [ -L "$lg_file.new" ]; then
    rm -f "$lg_file.new" || exit
  fi
  umask 022
  set -C
  # With echo, since printf would be one more process in mksh and posh.
  if echo "$lg_mode $lg_now $lg_self $lg_self_born $1 $lg_born $lg_restarts $lg_loop" \
    >"$lg_file.new"; then
    exec mv -f "$lg_file.new" "$lg_file"
  fi
  rm -f "$lg_file.new"
  exit 1
)

# Write the state, if one is kept, beside the script: a trap may break zsh and ksh93
# while they do anything but wait for the program.
lg_note() {
  lg_phase=''
  [ -n "$lg_file" ] || return
  # The last one has ended long ago: a shell remembers it until it is asked.
  [ -z "$lg_writer" ] || wait "$lg_writer"
  lg_write "$1" 2>/dev/null &
  lg_writer=$!
}
