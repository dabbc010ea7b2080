# What the script says, on standard error.
#
# needs:
# owns: lg_text lg_escaped lg_rest lg_part
# forks: none in lg_log; two in lg_clean, for a value that is not plain
# shellcheck disable=SC2034,SC2154 # lg_text is for the caller, lg_app is set by it

# Say $1 in one line. If standard error is a broken pipe or a full disk the line
# is lost, and the script goes on.
lg_log() {
  trap : PIPE
  #only plain
  printf '%s: %s\n' "$lg_app" "$1" >&2 2>/dev/null || :
  #only fields
  # $2 is the level, by default info; lg_app is escaped where it is set.
  lg_escape "$1"
  #only logfmt
  printf 'level=%s app=%s msg="%s"\n' "${2-info}" "$lg_app" "$lg_escaped" >&2 2>/dev/null || :
  #only json
  printf '{"level":"%s","app":"%s","msg":"%s"}\n' \
    "${2-info}" "$lg_app" "$lg_escaped" >&2 2>/dev/null || :
}

# Set lg_escaped to $1 with a backslash in front of each quote and backslash.
lg_escape() {
  lg_escaped='' lg_rest=$1
  while :; do
    lg_part=${lg_rest%%[\"\\]*}
    lg_escaped=$lg_escaped$lg_part
    case $lg_rest in "$lg_part") return ;; esac
    lg_rest=${lg_rest#"$lg_part"}
    case $lg_rest in
      \"*) lg_escaped=$lg_escaped\\\" ;;
      *) lg_escaped=$lg_escaped\\\\ ;;
    esac
    lg_rest=${lg_rest#?}
  done
}

# Say $2 and leave with exit code $1.
lg_fail() {
  lg_log "$2" error
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
