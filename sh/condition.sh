# Questions that a condition of the table asks.
#
# needs:
# owns: lg_entry
# forks: none

# Succeed if $1 is a word for yes.
lg_true() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    *) return 1 ;;
  esac
}

# Succeed if $1 is a file without bytes or a directory without entries.
lg_empty() {
  if [ ! -d "$1" ]; then
    [ -f "$1" ] && [ ! -s "$1" ]
    return
  fi
  for lg_entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -e "$lg_entry" ] || [ -L "$lg_entry" ]; then
      return 1
    fi
  done
}
