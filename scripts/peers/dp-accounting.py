"""ε and time of dp-accounting's PLD accountant (pip install dp-accounting==0.6.0) for the case on standard input, the best of the rounds."""

import json
import sys
import time

from dp_accounting import dp_event
from dp_accounting.pld import pld_privacy_accountant


def event(m):
    if m["type"] == "gaussian":
        return dp_event.GaussianDpEvent(m["sigma"])
    if m["type"] == "laplace":
        return dp_event.LaplaceDpEvent(m["scale"])
    return dp_event.PoissonSampledDpEvent(m["q"], dp_event.GaussianDpEvent(m["sigma"]))


def epsilon(case):
    accountant = pld_privacy_accountant.PLDAccountant()
    for m in case["mechanisms"]:
        accountant.compose(event(m), int(m["count"]))
    return accountant.get_epsilon(case["delta"])


rounds = int(sys.argv[1])
case = json.load(sys.stdin)
value = epsilon(case)
times = []
for _ in range(rounds):
    start = time.perf_counter()
    epsilon(case)
    times.append(1000 * (time.perf_counter() - start))
json.dump({"epsilon": value, "ms": min(times)}, sys.stdout)
