"""One draw of a peer on a table of category numbers: `python marginals.py METHOD LIMIT < request.json > answer.json`.

METHOD  smartnoise-aim, smartnoise-mst (smartnoise-synth 1.0.8 with mbi 1.1.0), dpmm-aim (dpmm 0.1.9), synthcity-aim
        (synthcity 0.2.12)
request {"sizes": [k...], "columns": [[code...]...], "epsilon": 1, "delta": 1e-6, "count": n}
answer  {"columns": [[code...]...], "seconds", "cpuSeconds": of fitting and drawing, imports left out, "software": names}

The peers' own preprocessing is passed over: they get the same declared domain as everyone else and spend all of their
budget on the model. LIMIT is in seconds of CPU. Exit 3: the peer's packages are not installed here; the reason is on
the last line of stderr. Exit 4: the limit was reached.
"""

import contextlib
import json
import os
import sys
import time


def smartnoise(name):
    import pandas as pd
    from importlib.metadata import version
    from mbi import Dataset, Domain
    from snsynth.aim import AIMSynthesizer
    from snsynth.mst import MSTSynthesizer
    from snsynth.utils import cdp_rho

    software = f"smartnoise-synth {version('smartnoise-synth')}, mbi {version('mbi')}"

    def draw(request):
        names = [f"col{i}" for i in range(len(request["sizes"]))]
        domain = Domain(names, request["sizes"])
        frame = pd.DataFrame(dict(zip(names, request["columns"])))
        budget = {"epsilon": request["epsilon"], "delta": request["delta"]}
        if name == "aim":
            peer = AIMSynthesizer(**budget)
            peer.rho = cdp_rho(peer.epsilon, peer.delta)
            data = Dataset(frame, domain)
            peer.AIM(data, peer.get_workload(data, degree=2, max_cells=10000))
            return peer.synthesizer.synthetic_data(rows=request["count"]).df[names]
        peer = MSTSynthesizer(**budget)
        peer.MST(Dataset(frame, domain), peer.epsilon, peer.delta)
        drawn = peer.synthesizer.synthetic_data(rows=request["count"])
        return peer.undo_compress_fn(drawn).df[names]

    return draw, software


def dpmm(name):
    import numpy as np
    import pandas as pd
    from importlib.metadata import version
    from dpmm.models.aim import AIMGM

    software = f"dpmm {version('dpmm')}"

    def draw(request):
        names = [f"col{i}" for i in range(len(request["sizes"]))]
        domain = dict(zip(names, request["sizes"]))
        frame = pd.DataFrame(dict(zip(names, request["columns"])))
        model = {"aim": AIMGM}[name](
            epsilon=request["epsilon"], delta=request["delta"], domain=domain, n_jobs=1
        )
        model.set_random_state(np.random.RandomState())
        model.fit(frame)
        return model.generate(request["count"])[names]

    return draw, software


def synthcity(name):
    import itertools
    import pandas as pd
    from importlib.metadata import version
    from synthcity.plugins.core.models.aim import AIM
    from synthcity.plugins.core.models.mbi.dataset import Dataset
    from synthcity.plugins.core.models.mbi.domain import Domain

    software = f"synthcity {version('synthcity')}"

    def draw(request):
        names = [f"col{i}" for i in range(len(request["sizes"]))]
        frame = pd.DataFrame(dict(zip(names, request["columns"])))
        data = Dataset(frame, Domain(names, request["sizes"]))
        pairs = [(pair, 1.0) for pair in itertools.combinations(names, 2)]
        model = {"aim": AIM}[name](request["epsilon"], request["delta"])
        # It draws as many rows as it estimates that there are.
        return model.run(data, pairs).df[names]

    return draw, software


def watch(limit):
    """Ends this process once it has used its seconds of CPU, from a thread of its own."""
    import threading

    def look():
        begun = time.process_time()
        while time.process_time() - begun < limit:
            time.sleep(0.5)
        print("limit reached", file=sys.stderr, flush=True)
        os._exit(4)

    threading.Thread(target=look, daemon=True).start()


def main():
    package, _, name = sys.argv[1].partition("-")
    try:
        with contextlib.redirect_stdout(sys.stderr):
            draw, software = {"smartnoise": smartnoise, "dpmm": dpmm, "synthcity": synthcity}[package](name)
    except ImportError as error:
        print(f"not installed: {error.name}", file=sys.stderr)
        return 3
    request = json.load(sys.stdin)
    watch(float(sys.argv[2]))
    started, cpu = time.monotonic(), time.process_time()
    # The peers print their progress; stdout is for the answer.
    with contextlib.redirect_stdout(sys.stderr):
        frame = draw(request)
    seconds, cpu_seconds = time.monotonic() - started, time.process_time() - cpu
    columns = [[int(code) for code in frame[column]] for column in frame.columns]
    answer = {"columns": columns, "seconds": seconds, "cpuSeconds": cpu_seconds, "software": software}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
