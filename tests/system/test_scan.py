# SPDX-License-Identifier: Apache-2.0
"""yagura scan and explain from outside: what is found, what is said, and the exit codes."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile

import harness

DEMO = os.path.join(harness.ROOT, "examples", "demo-feeds")
NOW = "2026-01-01"

STATUS = """Package: curl
Status: install ok installed
Architecture: amd64
Version: 7.88.1-10+deb12u3

Package: libcurl4
Status: install ok installed
Architecture: amd64
Source: curl
Version: 7.88.1-10+deb12u3

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0-1
"""


class Scan(harness.Test):
    @classmethod
    def setUpClass(cls):
        cls.kb = tempfile.mkdtemp(prefix="yagura-kb-")
        subprocess.run([harness.program("yagura"), "knowledge", "build", "--from", DEMO,
                        "--out", cls.kb], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.kb, ignore_errors=True)

    def setUp(self):
        super().setUp()
        self.status = self.write("status", STATUS)

    def yagura(self, *argv, **more):
        return self.run_program(harness.program("yagura"), *argv, **more)

    def scan(self, *argv, **more):
        return self.yagura("scan", *argv, "--knowledge", self.kb, "--max-feed-age", "36500d",
                           **more)

    def test_a_status_file(self):
        r = self.scan(self.status, "--os", "debian:12", "-o", "json")
        self.assertEqual(r.code, 0, r.err)
        d = r.json()
        self.assertEqual(d["schema_version"], 1)
        self.assertEqual(d["inventory"]["components"], 2)
        found = {f["vulnerability"]: f for f in d["findings"]}
        f = found["CVE-2023-38545"]
        self.assertEqual(f["package"]["name"], "curl")
        self.assertEqual(f["package"]["binaries"], ["curl", "libcurl4"])
        self.assertEqual(f["verdict"], "affected")
        self.assertEqual(f["fixed_version"], "7.88.1-10+deb12u4")
        self.assertIn("7.88.1-10+deb12u3 < 7.88.1-10+deb12u4", f["evidence"][0]["compared"])
        self.assertTrue(f["reasons"])

    def test_a_fixed_version_is_not_found(self):
        status = self.write("fixed", STATUS.replace("deb12u3", "deb12u99"))
        r = self.scan(status, "--os", "debian:12", "-o", "json")
        self.assertNotIn("CVE-2023-38545", r.out)

    def test_without_a_release_nothing_is_judged(self):
        r = self.scan(self.status, "-o", "json")
        self.assertEqual(r.code, 4)
        d = r.json()
        self.assertEqual(d["findings"], [])
        self.assertEqual(len(d["unjudged"]), 2)

    def test_a_missing_feed_is_not_nothing_found(self):
        bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
            {"type": "library", "name": "rack", "version": "1.0", "purl": "pkg:gem/rack@1.0"}]}
        r = self.scan(self.write("bom.json", json.dumps(bom)), "-o", "json")
        self.assertEqual(r.code, 4)
        d = r.json()
        self.assertEqual(d["unjudged"][0]["package"], "rack")
        self.assertIn({"name": "osv-RubyGems", "state": "missing"},
                      [{k: f[k] for k in ("name", "state")} for f in d["feeds"]])

    def test_a_stale_feed_says_so(self):
        r = self.yagura("scan", self.status, "--os", "debian:12", "--knowledge", self.kb,
                        "--now", "2099-01-01", "-o", "json")
        self.assertEqual(r.code, 8)
        self.assertIn("stale", [f["state"] for f in r.json()["feeds"]])

    def test_the_gate(self):
        argv = (self.status, "--os", "debian:12", "--exposure", "open",
                "--held-information", "large", "--outage", "large", "-o", "json")
        self.assertEqual(self.scan(*argv, "--fail-on", "scheduled").code, 3)
        fixed = self.write("fixed", STATUS.replace("deb12u3", "deb12u99"))
        self.assertEqual(self.scan(fixed, "--os", "debian:12", "--fail-on", "immediate").code, 0)
        self.assertEqual(self.scan(*argv, "--fail-on", "sometimes").code, 2)

    def test_what_the_asset_is_changes_the_outcome(self):
        def outcome(*flags):
            r = self.scan(self.status, "--os", "debian:12", "-o", "json", *flags)
            return {f["vulnerability"]: f["outcome"] for f in r.json()["findings"]}
        order = ["defer", "scheduled", "out_of_cycle", "immediate"]
        small = outcome("--exposure", "small", "--held-information", "small", "--outage", "small",
                        "--safety", "small", "--pivot", "small")
        large = outcome("--exposure", "open", "--held-information", "large", "--outage", "large",
                        "--safety", "large", "--pivot", "large")
        self.assertTrue(small)
        for cve in small:
            self.assertLessEqual(order.index(small[cve]), order.index(large[cve]))
        self.assertNotEqual(small, large)
        path = self.write("asset.json", json.dumps({"exposure": "small", "held_information": 0,
                                                    "outage": 0, "safety": 0, "pivot": 0}))
        self.assertEqual(outcome("--asset", path), small)
        bad = self.write("bad.json", '{"exposure": "wide"}')
        r = self.scan(self.status, "--asset", bad)
        self.assertEqual(r.code, 2)
        self.assertIn("bad.json", r.err)

    def test_every_output(self):
        def run(kind):
            r = self.scan(self.status, "--os", "debian:12", "-o", kind)
            self.assertEqual(r.code, 0, r.err)
            return r.out
        self.assertIn("CVE-2023-38545", run("table"))
        self.assertTrue(all(json.loads(line) for line in run("jsonl").splitlines()))
        rows = list(csv.reader(io.StringIO(run("csv"))))
        self.assertTrue(all(len(row) == len(rows[0]) for row in rows))
        self.assertEqual(json.loads(run("sarif"))["version"], "2.1.0")
        bom = json.loads(run("cyclonedx"))
        self.assertIn("CVE-2023-38545", [v["id"] for v in bom["vulnerabilities"]])

    def test_the_same_inventory_in_other_clothes(self):
        purls = "".join(f"pkg:deb/debian/{n}@7.88.1-10%2Bdeb12u3?arch=amd64&distro=debian-12"
                        f"{u}\n" for n, u in (("curl", ""), ("libcurl4", "&upstream=curl")))
        bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
            {"type": "library", "name": "x", "purl": p} for p in purls.split()]}

        def found(*argv):
            d = self.scan(*argv, "-o", "json").json()
            return [(f["vulnerability"], f["package"]["name"], f["package"]["version"],
                     f["package"]["binaries"], f["outcome"]) for f in d["findings"]]
        want = found(self.status, "--os", "debian:12")
        self.assertTrue(want)
        self.assertEqual(found(self.write("p.txt", purls)), want)
        self.assertEqual(found(self.write("b.json", json.dumps(bom))), want)

    def test_standard_input(self):
        r = self.scan("-", "--os", "debian:12", "-o", "json", stdin=STATUS.encode())
        self.assertEqual(r.json()["inventory"]["components"], 2)

    def test_a_folder_with_its_own_system(self):
        self.write("root/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        self.write("root/var/lib/dpkg/status", STATUS)
        self.write("root/srv/app/package-lock.json", json.dumps({
            "name": "app", "lockfileVersion": 3,
            "packages": {"node_modules/left-pad": {"version": "1.0.0"}}}))
        os.symlink("/etc", self.path("root", "outside"))
        r = self.scan(self.path("root"), "-o", "json")
        d = r.json()
        self.assertEqual(d["inventory"]["os"]["id"], "debian")
        self.assertEqual(d["inventory"]["components"], 3)
        self.assertIn("CVE-2023-38545", r.out)

    def test_explain(self):
        r = self.yagura("explain", "cve-2023-38545", self.status, "--os", "debian:12",
                        "--knowledge", self.kb, "--max-feed-age", "36500d")
        self.assertEqual(r.code, 0, r.err)
        for words in ("curl", "7.88.1-10+deb12u4", "CVE-2023-38545"):
            self.assertIn(words, r.out)
        ja = self.yagura("explain", "CVE-2023-38545", self.status, "--os", "debian:12",
                         "--knowledge", self.kb, "--lang", "ja")
        self.assertIn("影響", ja.out)
        none = self.yagura("explain", "CVE-1999-0001", self.status, "--os", "debian:12",
                           "--knowledge", self.kb)
        self.assertEqual(none.code, 5)

    def test_kernels_that_do_not_run(self):
        def image(v):
            return (f"Package: linux-image-{v}-amd64\nStatus: install ok installed\n"
                    f"Architecture: amd64\nSource: linux-signed-amd64 ({v.split('-')[0]}+1)\n"
                    f"Version: {v.split('-')[0]}-1\n\n")
        status = self.write("kernels", image("6.1.0-9") + image("6.1.1-10"))
        r = self.scan(status, "--os", "debian:12", "--running-kernel", "6.1.1-10-amd64",
                      "-o", "json")
        running = {f["package"]["version"]: f["running"] for f in r.json()["findings"]}
        for version, runs in running.items():
            self.assertEqual(runs, version == "6.1.1-1")

    def test_no_knowledge(self):
        r = self.yagura("scan", self.status, "--knowledge", self.path("none"))
        self.assertEqual(r.code, 1)
        self.assertIn("yagura knowledge build", r.err)

    def test_nothing_named(self):
        self.assertEqual(self.yagura("scan").code, 2)


if __name__ == "__main__":
    harness.main()
