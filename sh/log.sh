# What the script says, on standard error.
#
# needs:
# owns: lg_text
# forks: none in lg_log; two in lg_clean, for a value that is not plain
# shellcheck disable=SC2034,SC2154 # lg_text is for the caller, lg_app is set by it

# Say $1 in one line. If standard error is a broken pipe or a full disk the line
# is lost, and the script goes on.
lg_log() {
  trap : PIPE
  printf '%s: %s\n' "$lg_app" "$1" >&2 2>/dev/null || :
}

# Say $2 and leave with exit code $1.
lg_fail() {
  lg_log "$2"
  exit "$1"
}

# Set lg_text to $1 with everything but printable ASCII replaced, so that a value
# from outside cannot forge a line of the log.
lg_clean() {
  lg_text=$1
  case $1 in
    *[!\ -~]*) lg_text=$(printf '%s' "$1" | tr -c ' -~' '?') ;;
  esac
}
