#!/bin/sh
# Entrypoint of memcached.
#
#   memcached  an in-memory cache (default)
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

# The first word chooses what this container does.
case ${1-} in
  memcached) shift ;;
  '' | -*) ;;
  *) exec "$@" ;;
esac
exec memcached "$@"
