# Options on the command line.
#
# needs:
# owns: lg_options lg_word lg_value
# forks: none

# Succeed if one of the options in front of the first `--` is given by the words behind
# it: alone, as `--option=value`, or as `-ovalue`. Words behind another `--` give none.
lg_given() {
  lg_options='='
  while [ "$1" != -- ]; do
    lg_options=$lg_options$1=
    shift
  done
  shift
  for lg_word; do
    case $lg_word in --) return 1 ;; esac
    lg_value=${lg_word#??}
    case $lg_options in
      *"=${lg_word%%=*}="* | *"=${lg_word%"$lg_value"}="*) return 0 ;;
    esac
  done
  return 1
}
