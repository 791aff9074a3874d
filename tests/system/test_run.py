#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The main job without internet: scripts/run-main with feeds from elsewhere."""
import os
import shutil

import harness

DEMO = os.path.join(harness.ROOT, "examples", "demo-feeds")


def is_debian():
    try:
        with open("/etc/os-release", encoding="utf-8") as f:
            return "ID=debian\n" in f.read()
    except OSError:
        return False


class Run(harness.Test):
    def run_main(self, script=None, **env):
        build = os.path.dirname(os.path.dirname(harness.program("yagura")))
        return self.run_program(script or os.path.join(harness.ROOT, "scripts", "run-main"),
                                env={"YAGURA_BUILD": build, "YAGURA_STATE": self.path("state"),
                                     "YAGURA_OFFLINE": "1", "YAGURA_FEEDS": DEMO, **env})

    def clone(self):
        """run-main where there is nothing beside it: no ../shared."""
        shutil.copytree(os.path.join(harness.ROOT, "examples"), self.path("clone", "examples"))
        os.mkdir(self.path("clone", "scripts"))
        return shutil.copy(os.path.join(harness.ROOT, "scripts", "run-main"),
                           self.path("clone", "scripts"))

    def mirror(self, *names):
        os.makedirs(self.path("mirror"), exist_ok=True)
        for name in names:
            shutil.copy(os.path.join(DEMO, name), self.path("mirror"))
        return {"YAGURA_OFFLINE": "", "YAGURA_MIRROR": "file://" + self.path("mirror")}

    def test_named_feeds(self):
        r = self.run_main()
        self.assertEqual(r.code, 0, r.err)
        self.assertIn(DEMO + " (YAGURA_OFFLINE is set)", r.err)
        for word in ("Immediate", "Out of cycle", "Scheduled", "Defer", "debian-tracker"):
            self.assertIn(word, r.out)
        # A pipe gets no bars, no colours.
        self.assertNotIn("\r", r.out + r.err)
        self.assertNotIn("\x1b", r.out + r.err)
        self.assertEqual(self.run_main().code, 0, "a second time")

    def test_japanese(self):
        r = self.run_main(LANG="ja_JP.UTF-8")
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("完了しました", r.err)

    def test_no_such_feeds(self):
        r = self.run_main(YAGURA_FEEDS=self.path("no"))
        self.assertEqual(r.code, 1)
        self.assertIn("does not exist", r.err)

    def test_broken_feeds(self):
        self.write("feeds/kev.json", b"{}")
        r = self.run_main(YAGURA_FEEDS=self.path("feeds"))
        self.assertEqual(r.code, 1)
        self.assertIn("could not be built", r.err)
        whole = self.demo("debian-tracker.json")
        self.write("feeds/debian-tracker.json", whole[:len(whole) // 2])
        r = self.run_main(YAGURA_FEEDS=self.path("feeds"))
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("could not be read to their end", r.err)

    def test_demonstration_says_so(self):
        r = self.run_main(script=self.clone(), YAGURA_FEEDS="")
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("DEMONSTRATION", r.err)
        self.assertIn("DEMONSTRATION", r.out)

    def test_other_feeds_afterwards(self):
        """Few feeds after many are no shrunk feeds when they come from elsewhere."""
        self.write("feeds/kev.json", self.demo("kev.json"))
        self.assertEqual(self.run_main().code, 0)
        r = self.run_main(YAGURA_FEEDS=self.path("feeds"))
        self.assertEqual(r.code, 0, r.err)
        self.assertNotIn("refused", r.err)

    def demo(self, name):
        with open(os.path.join(DEMO, name), "rb") as f:
            return f.read()

    def test_from_a_mirror(self):
        if not is_debian():
            self.skipTest("this host is not Debian")
        r = self.run_main(YAGURA_FEEDS="", **self.mirror("kev.json", "debian-tracker.json"))
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("kept in " + self.path("state", "feeds"), r.err)
        # Next time nothing can be reached: what was fetched is used again.
        r = self.run_main(YAGURA_FEEDS="")
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("fetched earlier", r.err)

    def test_part_of_a_mirror(self):
        if not is_debian():
            self.skipTest("this host is not Debian")
        r = self.run_main(**self.mirror("kev.json"))
        self.assertEqual(r.code, 0, r.err)
        self.assertIn("did not arrive", r.err)
        self.assertIn(DEMO, r.err)


if __name__ == "__main__":
    harness.main()
