#!/usr/bin/env bash
# Draws onto disks of several sizes, so that each writer meets the end of one: the run must say that the disk is full,
# exit 74 and leave nothing.
set -eu
release=$1
disk=$(mktemp -d)
trap 'umount "$disk" 2>/dev/null || true; rmdir "$disk"' EXIT
for size in 500k 1m 3m 8m; do
  mount -t tmpfs -o size=$size tmpfs "$disk"
  set +e
  said=$(node dist/src/cli.js sample "$release" --out "$disk/out" --patients 60 2>&1)
  code=$?
  set -e
  echo "$size: $said"
  [ "$code" -eq 74 ]
  echo "$said" | grep -q "the disk is full"
  [ -z "$(ls -A "$disk")" ]
  umount "$disk"
done
