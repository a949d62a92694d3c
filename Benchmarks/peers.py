#!/usr/bin/env python3
"""Measures OpenFHE and Concrete, as PyPI has them, beside kms in one run: one thread each, medians.

    Benchmarks/peers.py [--kms PATH] [--repeat N]

Makes a virtual environment for each under .build/peers. Concrete brings PyTorch along, some 6 GB. OpenFHE's wheel holds
a library for one version of Python, whatever its name says: that version is taken when it is installed. What cannot
be installed or fails is reported as such and left out.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Packages, and the interpreter that they want.
PEERS = {
    "openfhe": (["openfhe"], "python3.10"),
    "concrete": (["concrete-python", "setuptools<81"], "python3"),
}
OURS = {
    "NAND": "gate/nand",
    "look-up, 16 values": "pbs/2_2-ks32/total",
    "8-bit addition": "fheuint8/add",
}


def python(name):
    """The interpreter of a peer's virtual environment."""
    return os.path.join(ROOT, ".build", "peers", name, "bin", "python")


def runs(interpreter):
    """Whether a command is an interpreter: version managers leave commands in the path that are none."""
    return interpreter and subprocess.run([interpreter, "-c", ""], capture_output=True).returncode == 0


def attempt(what, words):
    """Runs a command; the last line of what it says when it fails."""
    done = subprocess.run(words, capture_output=True, text=True)
    lines = (done.stderr or done.stdout).strip().splitlines()
    return None if done.returncode == 0 else f"{what}: {lines[-1] if lines else done.returncode}"


def install(name):
    """Installs one peer; says why when that does not work."""
    packages, wanted = PEERS[name]
    if not runs(python(name) if os.path.exists(python(name)) else None):
        found = shutil.which(wanted)
        interpreter = found if runs(found) else sys.executable
        folder = os.path.dirname(os.path.dirname(python(name)))
        why = attempt("venv", [interpreter, "-m", "venv", "--clear", folder])
        if why:
            return why
    return attempt(
        "pip install", [python(name), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    )


def milliseconds(work, repeat):
    """The median of `repeat` runs after an unmeasured one."""
    work()
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def measure_openfhe(repeat):
    """STD128 gates; eight bits are added by 37 gates, as a ripple of full adders."""
    import openfhe as fhe

    context = fhe.BinFHEContext()
    context.GenerateBinFHEContext(fhe.STD128, fhe.GINX)
    key = context.KeyGen()
    context.BTKeyGen(key)
    one, zero = context.Encrypt(key, 1), context.Encrypt(key, 0)

    def gate(kind, a, b):
        return context.EvalBinGate(kind, a, b)

    def add(a, b):
        total, carry = [gate(fhe.XOR, a[0], b[0])], gate(fhe.AND, a[0], b[0])
        for x, y in zip(a[1:], b[1:]):
            half = gate(fhe.XOR, x, y)
            total.append(gate(fhe.XOR, half, carry))
            carry = gate(fhe.OR, gate(fhe.AND, x, y), gate(fhe.AND, half, carry))
        return total

    def bits(value):
        return [context.Encrypt(key, value >> i & 1) for i in range(8)]

    assert context.Decrypt(key, gate(fhe.NAND, one, zero)) == 1
    a, b = bits(200), bits(99)
    assert sum(context.Decrypt(key, c) << i for i, c in enumerate(add(a, b))) == (200 + 99) & 255
    return {
        "NAND": milliseconds(lambda: gate(fhe.NAND, one, zero), repeat),
        "8-bit addition": milliseconds(lambda: add(a, b), max(1, repeat // 10)),
    }


def measure_concrete(repeat):
    """Failure 2^-128 as ours. Eight bits are added in two halves, three look-ups of five bits."""
    from concrete import fhe

    config = fhe.Configuration(
        p_error=2.0**-128, loop_parallelize=False, dataflow_parallelize=False, auto_parallelize=False
    )

    def measure(function, names, samples):
        circuit = fhe.Compiler(function, {name: "encrypted" for name in names}).compile(samples, config)
        circuit.keygen()
        encrypted = circuit.encrypt(*samples[-1])
        assert circuit.decrypt(circuit.run(encrypted)) == function(*samples[-1])
        return milliseconds(lambda: circuit.run(encrypted), repeat)

    square = fhe.LookupTable([i * i % 16 for i in range(16)])
    rest = fhe.LookupTable([i % 16 for i in range(32)])
    carry = fhe.LookupTable([i // 16 for i in range(32)])

    def add(x0, x1, y0, y1):
        low = x0 + y0
        return rest[low], rest[x1 + y1 + carry[low]]

    return {
        "look-up, 16 values": measure(lambda x: square[x], ["x"], [(i,) for i in range(16)]),
        "8-bit addition": measure(add, ["x0", "x1", "y0", "y1"], [(0, 0, 0, 0), (15, 15, 15, 15), (8, 12, 3, 6)]),
    }


def measure_ours(kms):
    """Medians of one `kms bench`, in milliseconds; results that it does not have are left out."""
    words = [kms, "bench", "--json"]
    for name in OURS.values():
        words += ["--only", name]
    done = subprocess.run(words, capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError((done.stderr.strip().splitlines() or ["kms bench failed"])[0])
    report = json.loads(done.stdout)
    medians = {row["name"]: row.get("median_us") for row in report["results"]}
    found = {what: medians[name] / 1e3 for what, name in OURS.items() if medians.get(name)}
    return report["machine"], found


def measure_peer(name, repeat):
    """Runs one peer in its own process, which a crash cannot take us down with."""
    words = [python(name), os.path.abspath(__file__), "--measure", name, "--repeat", str(repeat)]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1])
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kms", default=os.path.join(ROOT, ".build", "release", "kms"))
    parser.add_argument("--repeat", type=int, default=50)
    parser.add_argument("--measure", choices=PEERS, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.measure:
        print(json.dumps(globals()["measure_" + words.measure](words.repeat)))
        return 0
    machine, ours = measure_ours(words.kms)
    columns, notes = {"kms": ours}, []
    for name in PEERS:
        why = install(name)
        try:
            columns[name] = {} if why else measure_peer(name, words.repeat)
        except RuntimeError as error:
            columns[name], why = {}, str(error)
        if why:
            notes.append(f"{name}: not measured: {why}")
    print(f"{machine['cpu']}, {machine['simd']}; milliseconds, one thread, medians")
    print(f"{'':<22}" + "".join(f"{name:>12}" for name in columns))
    for what in OURS:
        cells = [columns[name].get(what) for name in columns]
        print(f"{what:<22}" + "".join(f"{cell:>12.2f}" if cell else f"{'-':>12}" for cell in cells))
    for note in notes:
        print(note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
