# SPDX-License-Identifier: Apache-2.0
"""What a system test needs: the programs under test, a scratch folder, the closing line.

	class Fetch(harness.Test): ...
	harness.main()

A test's arguments on the command line are NAME=PATH of the programs it runs
(harness.program("yagura-fetch")).  Sanitizers' reports and crashes fail the test that saw them.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Codes that no command of ours uses: a sanitizer's, a signal's.
CRASHES = {99, *range(-64, 0), *range(129, 130), *range(131, 160)}


def program(name):
    for arg in sys.argv[1:]:
        key, _, path = arg.partition("=")
        if key == name:
            return os.path.abspath(path)
    raise SystemExit(f"{sys.argv[0]}: say {name}=PATH")


def shared(*parts):
    """A file of the data outside the repository, or None."""
    path = os.path.join(os.environ.get("YAGURA_SHARED") or os.path.join(ROOT, "..", "shared"),
                        *parts)
    return path if os.path.exists(path) else None


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8", "surrogateescape")
        self.err = done.stderr.decode("utf-8", "surrogateescape")

    def json(self):
        return json.loads(self.out)


class Test(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="yagura-test-")
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path

    def read(self, *parts):
        with open(self.path(*parts), "rb") as f:
            return f.read()

    def run_program(self, *argv, stdin=b"", env=None, timeout=120):
        """Run to the end in English without a terminal; a crash fails the test."""
        clean = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": self.dir}
        clean.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        clean.update(env or {})
        r = Result(subprocess.run(argv, input=stdin, env=clean, timeout=timeout,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        self.assertNotIn(r.code, CRASHES, f"{argv}: {r.err[-3000:]}")
        return r


def main():
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    for test, why in result.skipped:
        print(f"skipped: {test.id()}: {why}", file=sys.stderr)
    print(f"{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed != 0)
