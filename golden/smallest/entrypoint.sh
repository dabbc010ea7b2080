#!/bin/sh
# Entrypoint of a container.
#
# Generated from lychgate.toml; edit that and run: lychgate emit --write
# Generator: lychgate 0.1.0
# The shell code in this file is yours under 0BSD: no conditions.

exec /app/server "$@"
