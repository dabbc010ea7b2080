# Checks of environment variables.
#
# needs: log.sh
# owns: lg_problems lg_digits
# forks: none
# shellcheck disable=SC2034 # lg_problems is read by the caller

# Say what is wrong with the environment and note that something is, so that
# every problem is said before the script leaves.
lg_wrong() {
  lg_problems=1
  lg_log "$1" error
}

# Succeed if $1 is a whole number, at least $2 and at most $3; either may be empty
# for no limit. Limits have nine digits at most: mksh counts in 32 bits.
lg_number() {
  lg_digits=${1#-}
  case $lg_digits in '' | *[!0-9]*) return 1 ;; esac
  while :; do
    case $lg_digits in
      0?*) lg_digits=${lg_digits#0} ;;
      ??????????*) lg_digits=1000000000 && break ;;
      *) break ;;
    esac
  done
  case $1 in -*) lg_digits=-$lg_digits ;; esac
  [ "$lg_digits" -ge "${2:--2000000000}" ] && [ "$lg_digits" -le "${3:-2000000000}" ]
}

# Succeed if $1 is a word for yes or for no.
lg_boolean() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    0 | [Ff][Aa][Ll][Ss][Ee] | [Nn][Oo] | [Oo][Ff][Ff]) ;;
    *) return 1 ;;
  esac
}
