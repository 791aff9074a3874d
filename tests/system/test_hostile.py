# SPDX-License-Identifier: Apache-2.0
"""Input that wants to hurt: a clear error that names file and place, bounded memory and time,
and never a partial result presented as a whole one (exit code 4)."""
import gzip
import io
import json
import os
import subprocess
import tarfile
import time
import zipfile

import harness

DEMO = os.path.join(harness.ROOT, "examples", "demo-feeds")


def bom(components):
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}


def curl(**more):
    return dict({"type": "library", "name": "curl",
                 "purl": "pkg:deb/debian/curl@7.88.1-10?distro=debian-12"}, **more)


class Hostile(harness.Test):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.kb = tempfile.mkdtemp(prefix="yagura-kb-")
        done = subprocess.run([harness.program("yagura"), "knowledge", "build", "--from", DEMO,
                               "--out", cls.kb], capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode())

    @classmethod
    def tearDownClass(cls):
        import shutil
        shutil.rmtree(cls.kb, ignore_errors=True)

    def scan(self, *paths, seconds=60):
        start = time.monotonic()
        r = self.run_program(harness.program("yagura"), "scan", *paths, "--knowledge", self.kb, "-o", "json",
                             "--max-feed-age", "36500d", "--lang", "en")
        self.assertLess(time.monotonic() - start, seconds)
        return r

    def refused(self, data, *words, name="bom.json"):
        """One bad file: partial, and what is said names the file and the reason."""
        path = self.write(name, data)
        r = self.scan(path)
        self.assertEqual(r.code, 4, r.err)
        failures = json.dumps(r.json().get("failures", []))
        self.assertIn(name, failures)
        for word in words:
            self.assertIn(word, failures)
        return r

    def test_truncated(self):
        whole = json.dumps(bom([curl(), curl(name="b"), curl(name="c")])).encode()
        for cut in (10, len(whole) // 2, len(whole) - 1):
            self.refused(whole[:cut], "bom.json")

    def test_garbage_after_the_end(self):
        self.refused(json.dumps(bom([curl()])).encode() + b"\n{}", "after")

    def test_deeply_nested(self):
        deep = b'{"bomFormat":"CycloneDX","specVersion":"1.5","components":' + b"[" * 100000
        self.refused(deep, "nested")
        inner = curl()
        for _ in range(400):
            inner = curl(components=[inner])
        self.refused(json.dumps(bom([inner])).encode(), "nested")

    def test_wrong_encodings(self):
        text = json.dumps(bom([curl()]))
        self.refused(text.encode("utf-16"), "UTF-16")
        self.refused(text.replace("curl", "c\xfcrl").encode("latin-1"), "UTF-8")
        r = self.scan(self.write("bom-mark.json", b"\xef\xbb\xbf" + text.encode()))
        self.assertEqual(r.json()["inventory"]["components"], 1)

    def test_nul_bytes(self):
        self.refused(json.dumps(bom([curl()])).encode().replace(b"library", b"libr\0ry"), "bom.json")
        r = self.scan(self.write("escaped.json", json.dumps(
            bom([curl(name="cu\0rl", purl="pkg:deb/debian/cu%00rl@1"), curl()])).encode()))
        self.assertEqual(r.json()["inventory"]["components"], 1)

    def test_empty_and_unknown_files(self):
        self.refused(b"", "bom.json")
        self.refused(b"\x7fELF" + bytes(1000), "bom.json")
        self.refused(b"just words\n", name="notes.txt")
        r = self.scan(self.path("absent.json"))
        self.assertEqual(r.code, 4)

    def test_duplicate_keys_are_read_the_same_way_everywhere(self):
        text = b'{"bomFormat":"CycloneDX","specVersion":"1.5","components":[' \
               b'{"type":"library","name":"curl","name":"other",' \
               b'"purl":"pkg:deb/debian/curl@7.88.1-10?distro=debian-12"}]}'
        r = self.scan(self.write("twice.json", text))
        self.assertEqual(r.json()["inventory"]["components"], 1)

    def test_cyclic_dependencies(self):
        doc = bom([curl(**{"bom-ref": "a"}), curl(**{"bom-ref": "b"})])
        doc["dependencies"] = [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a"]}]
        self.assertEqual(self.scan(self.write("c.json", json.dumps(doc))).json()
                         ["inventory"]["components"], 2)

    def test_ten_gigabytes_of_zeros(self):
        """10 GB in 10 MB: refused by expansion, long before 10 GB are produced."""
        out = io.BytesIO()
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as z:
            block = bytes(1 << 20)
            for _ in range(256):
                z.write(block)
        bomb = out.getvalue() * 40		# gzip members follow one another
        path = self.write("zeros.json.gz", bomb)
        before = time.monotonic()
        r = self.run_program(harness.program("yagura"), "scan", path, "--knowledge", self.kb, "-o", "json")
        self.assertEqual(r.code, 4, r.err)
        self.assertLess(time.monotonic() - before, 60)
        self.assertIn("zeros.json.gz", json.dumps(r.json()["failures"]))

    def test_archives_that_climb_out(self):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as t:
            data = json.dumps(bom([curl()])).encode()
            for name in ("../../etc/passwd.json", "/abs/bom.json", "ok/bom.json"):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                t.addfile(info, io.BytesIO(data))
            link = tarfile.TarInfo("link.json")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            t.addfile(link)
        r = self.scan(self.write("climb.tar", out.getvalue()))
        self.assertGreaterEqual(r.json()["inventory"]["components"], 1)
        self.assertFalse(os.path.exists(self.path("etc")))

    def test_a_zip_in_a_zip_in_a_zip(self):
        data = json.dumps(bom([curl()])).encode()
        for depth in range(12):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr("bom.json" if depth == 0 else "inner.zip", data)
            data = out.getvalue()
        r = self.scan(self.write("deep.zip", data))
        self.assertEqual(r.code, 4, r.err)

    def test_too_many_components(self):
        if os.environ.get("YAGURA_SANITIZED"):
            self.skipTest("two million components take too long under sanitizers")
        path = self.path("many.txt")
        with open(path, "w") as f:
            for i in range(2000001):
                f.write(f"pkg:npm/a{i}@1\n")
        r = self.run_program(harness.program("yagura"), "scan", path, "--knowledge", self.kb, "-o", "json")
        self.assertEqual(r.code, 1)
        self.assertIn("2000000", r.err)
        self.assertEqual(r.out, "")

    def test_one_bad_file_among_good_ones(self):
        good = self.write("good.json", json.dumps(bom([curl()])))
        bad = self.write("bad.json", b'{"bomFormat":"CycloneDX","components":[{]')
        r = self.scan(good, bad, good)
        self.assertEqual(r.code, 4)
        self.assertEqual(r.json()["inventory"]["components"], 2)
        self.assertTrue(r.json()["findings"])

    def test_hostile_names_do_not_reach_the_terminal(self):
        evil = "curl\x1b[2J\x1b]0;owned\x07"
        path = self.write("evil.json", json.dumps(bom([curl(name=evil), curl()])))
        r = self.run_program(harness.program("yagura"), "scan", path, "--knowledge", self.kb)
        self.assertNotIn("\x1b", r.out + r.err)


if __name__ == "__main__":
    harness.main()
