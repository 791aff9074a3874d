#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`yagura feed ...` from outside: folders, defaults, what is said."""
import json
import os
import time

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

    def test_japanese(self):
        r = self.yagura("feed", "list", LANG="ja_JP.UTF-8")
        self.assertIn("悪用が確認された脆弱性", r.out)


if __name__ == "__main__":
    harness.main()
