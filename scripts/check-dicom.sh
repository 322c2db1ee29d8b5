#!/usr/bin/env bash
# dciodvfy prints to stderr and exits 0 on errors, so its words are read. pydicom decodes the pixels.
set -eu
folder=$1
count=0
for file in $(ls "$folder"/*.dcm | head -n 25); do
  if dciodvfy -new "$file" 2>&1 | grep -E '^Error' ; then echo "error in $file"; exit 1; fi
  count=$((count + 1))
done
[ "$count" -gt 0 ]
/usr/bin/python3 - "$folder" <<'P'
import glob, sys, pydicom
files = sorted(glob.glob(sys.argv[1] + "/*.dcm"))[:25]
for f in files:
    d = pydicom.dcmread(f)
    a = d.pixel_array
    assert a.shape == (d.Rows, d.Columns) and a.std() > 0, f
    assert d.PatientIdentityRemoved == "YES" and "SYNTHETIC" in str(d.DeidentificationMethod).upper(), f
print(len(files), "files")
P
