"""CPU time of neurokit2's 12-lead simulation. Usage: neurokit-simulate.py RECORDS

Simulates ten-second 12-lead ECGs at 500 Hz (ecg_simulate, method "multileads", else its defaults), after one that does not
count, and prints {"version": …, "leads": …, "samples": …, "cpuSeconds": […]}, one number a record, of this process.
"""

import json
import sys
import time
import warnings

import neurokit2 as nk

warnings.filterwarnings("ignore")


def simulate(seed):
    return nk.ecg_simulate(duration=10, sampling_rate=500, method="multileads", random_state=seed)


first = simulate(0)
seconds = []
for seed in range(1, int(sys.argv[1]) + 1):
    started = time.process_time()
    simulate(seed)
    seconds.append(time.process_time() - started)
print(
    json.dumps(
        {
            "version": nk.__version__,
            "leads": first.shape[1],
            "samples": first.shape[0],
            "cpuSeconds": seconds,
        }
    )
)
