#!/usr/bin/env bash
# BioSig, which shares no code with ours, reads the ECGs: 12 channels, 500 Hz, 5000 samples.
set -eu
count=0
for header in $(ls "$1"/*.hea | head -n 25); do
  json=$(save2gdf -JSON "$header" 2>/dev/null || true)
  echo "$json" | grep -Eq '"NumberOfChannels"[^0-9]*12\b' || { echo "$header: not 12 channels"; echo "$json" | head -n 30; exit 1; }
  echo "$json" | grep -Eq '"Samplingrate"[^0-9]*500' || { echo "$header: not 500 Hz"; exit 1; }
  count=$((count + 1))
done
[ "$count" -gt 0 ]
echo "$count records"
