#!/usr/bin/env bash
# Draws onto a disk of 3 MB: the run must say that the disk is full, exit 74 and leave nothing.
set -eu
release=$1
disk=$(mktemp -d)
mount -t tmpfs -o size=3m tmpfs "$disk"
trap 'umount "$disk"; rmdir "$disk"' EXIT
set +e
said=$(node dist/src/cli.js sample "$release" --out "$disk/out" --patients 60 2>&1)
code=$?
set -e
echo "$said"
[ "$code" -eq 74 ]
echo "$said" | grep -q "the disk is full"
[ -z "$(ls -A "$disk")" ]
