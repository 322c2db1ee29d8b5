"""Peaks and waves by neurokit2's defaults (clean, peaks, discrete wavelet delineation), one lead a line.

Reads JSON lines {"rateHz": …, "lead": [millivolts…]} and writes a line for each: {"peaks": [samples…], "waves":
{"ECG_P_Onsets": […], …}} in the order of the peaks, null where neurokit2 has none, or {"error": "…"}.
"""

import json
import math
import sys
import warnings

import neurokit2 as nk
import numpy as np

warnings.filterwarnings("ignore")
WAVES = ["ECG_P_Onsets", "ECG_P_Offsets", "ECG_R_Onsets", "ECG_R_Offsets", "ECG_T_Offsets"]


def read(line):
    asked = json.loads(line)
    rate = asked["rateHz"]
    try:
        cleaned = nk.ecg_clean(np.asarray(asked["lead"]), sampling_rate=rate)
        _, info = nk.ecg_peaks(cleaned, sampling_rate=rate)
        peaks = [int(n) for n in info["ECG_R_Peaks"]]
        if not asked.get("waves", True):
            return {"peaks": peaks}
        _, waves = nk.ecg_delineate(cleaned, info["ECG_R_Peaks"], sampling_rate=rate, method="dwt")
        missing = lambda n: n is None or (isinstance(n, float) and math.isnan(n))
        return {
            "peaks": peaks,
            "waves": {name: [None if missing(n) else int(n) for n in waves[name]] for name in WAVES},
        }
    except Exception as error:  # a recording that it cannot read is an answer
        return {"error": type(error).__name__}


print(json.dumps({"version": nk.__version__}))
for line in sys.stdin:
    print(json.dumps(read(line)), flush=True)
