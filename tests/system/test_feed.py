#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`yagura feed ...` from outside: folders, defaults, what is said."""
import hashlib
import io
import json
import os
import time
import zipfile

import harness

KEV = b'{"catalogVersion": "1", "vulnerabilities": []}\n'


class Feed(harness.Test):
    def yagura(self, *argv, **env):
        env = {"YAGURA_STATE": self.dir, **env}
        return self.run_program(harness.program("yagura"), *argv, env=env)

    def mirror(self):
        self.write("mirror/kev.json", KEV)
        return "file://" + self.path("mirror")

    def states(self, *argv):
        r = self.yagura("feed", "list", "-o", "json", *argv)
        self.assertEqual(r.code, 0, r.err)
        return {f["name"]: f["state"] for f in r.json()["feeds"]}

    def test_nothing_here_yet(self):
        self.assertEqual(self.states()["kev"], "absent")
        self.assertIn("osv-npm", self.states("--all"))
        self.assertFalse(os.path.exists(self.path("feeds")))
        self.assertEqual(self.yagura("feed", "list", "--feeds", self.path("no")).code, 1)

    def test_fetch_then_list(self):
        r = self.yagura("feed", "fetch", "--base-url", self.mirror(), "kev")
        self.assertEqual((r.code, r.out.splitlines()[1].split("\t")[:2]), (0, ["kev", "new"]))
        self.assertEqual(self.states()["kev"], "ok")
        self.assertEqual(self.read("feeds", "kev.json"), KEV)

    def test_default_feeds(self):
        r = self.yagura("feed", "fetch", "--base-url", self.mirror(), "-o", "json")
        names = [f["name"] for f in r.json()["feeds"]]
        self.assertIn("kev", names)
        self.assertIn("epss", names)
        self.assertNotIn("osv-npm", names)
        self.assertEqual(r.code, 4)

    def test_states(self):
        self.yagura("feed", "fetch", "--base-url", self.mirror(), "kev")
        self.write("feeds/osv-Site.zip", b"PK\5\6" + bytes(18))
        s = self.states()
        self.assertEqual((s["kev"], s["osv-Site"]), ("ok", "unknown-origin"))
        self.write("feeds/kev.json", KEV + b"\n")
        self.assertEqual(self.states()["kev"], "damaged")

    def test_old(self):
        self.yagura("feed", "fetch", "--base-url", self.mirror(), "kev")
        side = json.loads(self.read("feeds", "kev.json.meta.json"))
        side["checked"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 9 * 86400))
        self.write("feeds/kev.json.meta.json", json.dumps(side))
        self.assertEqual(self.states()["kev"], "old")
        self.assertEqual(self.states("--max-feed-age", "10d")["kev"], "ok")

    def test_hostile_folder(self):
        os.makedirs(self.path("feeds"))
        os.symlink("/etc/passwd", self.path("feeds", "kev.json"))
        os.mkfifo(self.path("feeds", "epss.csv"))
        os.mkdir(self.path("feeds", "cve5.zip"))
        self.write("feeds/\x1b[31mred.json", b"{}")
        self.write("feeds/osv-PyPI.zip", b"PK")
        self.write("feeds/osv-PyPI.zip.meta.json", b"[" * 70000)
        s = self.states()
        self.assertEqual((s["kev"], s["epss"], s["osv-PyPI"]),
                         ("absent", "absent", "unknown-origin"))
        self.assertNotIn("\x1b", self.yagura("feed", "list").out)

    def test_mistakes(self):
        r = self.yagura("feed", "fetch", "kv")
        self.assertEqual(r.code, 5)
        self.assertIn("kv", r.err)
        self.assertEqual(self.yagura("feed").code, 2)
        self.assertEqual(self.yagura("feed", "fetch", "--timeout", "soon").code, 2)

    def imported(self, *argv):
        """Code, and of each file: taken, feed, records."""
        r = self.yagura("feed", "import", "-o", "json", *argv)
        return r.code, [(f["imported"], f.get("feed"), f["records"]) for f in r.json()["files"]]

    def osv(self, ecosystem="PyPI", n=1):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as z:
            for i in range(n):
                z.writestr(f"X-{i}.json", json.dumps({
                    "id": f"X-{i}", "modified": "2026-01-01T00:00:00Z", "affected": [{
                        "package": {"ecosystem": ecosystem, "name": "x"},
                        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}))
        return packed.getvalue()

    def test_import_demonstration(self):
        demo = os.path.join(harness.ROOT, "examples", "demo-feeds")
        files = [os.path.join(demo, n) for n in sorted(os.listdir(demo))
                 if n != "README.md" and n != "osv"]
        self.assertEqual(self.imported(*files), (0, [
            (True, "cve5", 20), (True, "debian-tracker", 20), (True, "epss", 22),
            (True, "kev", 3)]))
        # The sidecar came along, so the age is that of the data.
        side = json.loads(self.read("feeds", "debian-tracker.json.meta.json"))
        self.assertEqual(side["fetched"], "2026-11-21T00:00:00Z")

    def test_demonstration_sidecar_is_true(self):
        path = os.path.join(harness.ROOT, "examples", "demo-feeds", "debian-tracker.json")
        with open(path, "rb") as f, open(path + ".meta.json", "rb") as g:
            self.assertEqual(hashlib.sha256(f.read()).hexdigest(), json.load(g)["sha256"])

    def test_import_names(self):
        a = self.write("in/all.zip", self.osv())
        b = self.write("in/osv-AlmaLinux-9.zip", self.osv("AlmaLinux:9"))
        c = self.write("in/odd", self.osv("Rocky Linux:9"))
        d = self.write("in/known_exploited.json", KEV.replace(b"[]", b"""[{"cveID":
            "CVE-2024-1086", "vendorProject": "v", "product": "p", "vulnerabilityName": "n",
            "dateAdded": "2024-05-30", "dueDate": "2024-06-20", "shortDescription": "d",
            "requiredAction": "a", "knownRansomwareCampaignUse": "Unknown"}]"""))
        self.assertEqual(self.imported(a, b, c, d), (0, [
            (True, "osv-PyPI", 1), (True, "osv-AlmaLinux-9", 1), (True, "osv-Rocky-Linux", 1),
            (True, "kev", 1)]))
        self.assertIn("osv-Rocky-Linux.zip", os.listdir(self.path("feeds")))
        self.assertIn("kev.json", os.listdir(self.path("feeds")))
        self.assertEqual(self.imported("--as", "../ö x", a)[1], [(True, "_.----x", 1)])
        self.assertEqual(self.yagura("feed", "import", "--as", "x", a, b).code, 2)

    def test_import_refuses(self):
        whole = self.osv(n=50)
        cut = self.write("in/cut.zip", whole[:len(whole) // 2])
        text = self.write("in/notes.json", b'{"hello": 1}')
        good = self.write("in/all.zip", whole)
        code, files = self.imported(cut, text, self.dir, "/no/such/file", good)
        self.assertEqual(code, 4)
        self.assertEqual([f[0] for f in files], [False] * 4 + [True])
        self.assertEqual(sorted(os.listdir(self.path("feeds"))),
                         ["osv-PyPI.zip", "osv-PyPI.zip.meta.json"])
        small = self.write("other/all.zip", self.osv())
        self.assertEqual(self.imported(small), (1, [(False, None, 1)]))
        self.assertEqual(self.imported("--accept-smaller", small)[0], 0)

    def test_import_replaces_other_endings(self):
        self.mirror()
        self.write("feeds/kev.json.zst", b"old")
        self.write("feeds/kev.json.zst.meta.json", b"{}")
        demo = os.path.join(harness.ROOT, "examples", "demo-feeds", "kev.json")
        self.assertEqual(self.imported(demo)[0], 0)
        self.assertEqual(sorted(os.listdir(self.path("feeds"))),
                         ["kev.json", "kev.json.meta.json"])

    def test_japanese(self):
        r = self.yagura("feed", "list", LANG="ja_JP.UTF-8")
        self.assertIn("悪用が確認された脆弱性", r.out)


if __name__ == "__main__":
    harness.main()
