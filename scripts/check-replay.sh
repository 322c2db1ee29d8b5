#!/usr/bin/env bash
# Samples twice from a release with one seed and compares every byte; another seed must differ.
set -eu
release=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for run in a b; do node dist/src/cli.js sample "$release" --out "$work/$run" --patients 20 --seed 7; done
diff -r "$work/a" "$work/b"
node dist/src/cli.js sample "$release" --out "$work/c" --patients 20 --seed 8
! diff -rq "$work/a" "$work/c" >/dev/null
