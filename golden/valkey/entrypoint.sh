#!/bin/sh
# Entrypoint of valkey.
#
#   valkey-server (*.conf)  the server (default)
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

umask 0077

# The first word chooses what this container does.
case ${1-} in
  valkey-server) shift ;;
  '' | -* | *.conf) ;;
  *) exec "$@" ;;
esac
# The words of VALKEY_EXTRA_FLAGS: cut at blanks, with no globs and no quotes.
unset IFS
set -f
# shellcheck disable=SC2086
set -- "$@" ${VALKEY_EXTRA_FLAGS-}
set +f
exec valkey-server "$@"
