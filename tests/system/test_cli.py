#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""yagura from outside: streams, signals, exit codes, terminals, completion, the calculators."""
import json
import os
import pty
import resource
import select
import shutil
import signal
import subprocess

import harness

ENV = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})


class Cli(harness.Test):
    def yagura(self, *args, **more):
        return self.run_program(harness.program("yagura"), *args, **more)

    def start(self, *args, **more):
        more.setdefault("env", ENV)
        return subprocess.Popen([harness.program("yagura"), *args], **more)

    # ---- streams and exit codes ----

    def test_data_goes_out_and_messages_go_to_error(self):
        r = self.yagura("version")
        self.assertEqual((r.code, r.err), (0, ""))
        self.assertRegex(r.out, r"^yagura \d+\.\d+\.\d+\n$")
        r = self.yagura("versoin")
        self.assertEqual((r.code, r.out), (2, ""))
        self.assertIn("Did you mean version?", r.err)

    def test_language_follows_the_environment(self):
        r = self.yagura("versoin", env={"LANG": "ja_JP.UTF-8"})
        self.assertIn("もしかして: version", r.err)
        r = self.yagura("versoin", env={"LANG": "ja_JP.UTF-8", "YAGURA_LANG": "en"})
        self.assertIn("Did you mean", r.err)

    def test_messages_as_json_lines(self):
        r = self.yagura("--log-format", "json", "versoin")
        for line in r.err.splitlines():
            self.assertEqual(json.loads(line)["level"], "error")

    def test_every_exit_code_is_explained(self):
        text = self.yagura("help", "exit-codes").out
        for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 130):
            self.assertRegex(text, rf"(?m)^  {code} ")

    def test_a_full_disk_is_a_failure(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            p = self.start("help", stdout=full, stderr=subprocess.PIPE)
            _, err = p.communicate(timeout=60)
        self.assertEqual(p.returncode, 1)
        self.assertIn(b"No space left", err)

    def test_without_streams(self):
        done = subprocess.run(["sh", "-c", '"$0" version <&- >&- 2>&-',
                               harness.program("yagura")], env=ENV, timeout=60)
        self.assertNotIn(done.returncode, harness.CRASHES)

    # ---- signals ----

    def test_a_closed_pipe_ends_quietly(self):
        p = self.start("calc", "version", "deb", stdin=subprocess.PIPE,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdout.close()
        try:
            for _ in range(200):
                p.stdin.write(b"1\t2\n" * 1000)
            p.stdin.close()
        except BrokenPipeError:
            pass
        err = p.stderr.read()
        p.stderr.close()
        self.assertEqual(p.wait(timeout=60), -signal.SIGPIPE)
        self.assertEqual(err, b"")

    def interrupted(self, number):
        p = self.start("calc", "version", "deb", stdin=subprocess.PIPE,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdin.write(b"1\t2\n")
        p.stdin.flush()
        self.assertEqual(p.stdout.readline(), b"-1\n")	# it runs
        p.send_signal(number)
        out, err = p.communicate(timeout=60)
        self.assertEqual((out, err), (b"", b""))
        return p.returncode

    def test_interrupt(self):
        self.assertEqual(self.interrupted(signal.SIGINT), 130)

    def test_terminate(self):
        self.assertEqual(self.interrupted(signal.SIGTERM), -signal.SIGTERM)

    # ---- terminals ----

    def on_terminal(self, *args, **env):
        """What comes out where standard output is a terminal."""
        try:
            master, slave = pty.openpty()
        except OSError as e:
            self.skipTest(f"no pseudo-terminal to be had: {e}")
        p = self.start(*args, stdout=slave, env={**ENV, "TERM": "xterm", **env})
        os.close(slave)
        text = b""
        while True:
            ready, _, _ = select.select([master], [], [], 60)
            try:
                chunk = os.read(master, 65536) if ready else b""
            except OSError:
                chunk = b""
            if not chunk:
                break
            text += chunk
        os.close(master)
        self.assertEqual(p.wait(timeout=60), 0)
        return text.decode()

    def test_colours(self):
        self.assertIn("\x1b[1m", self.on_terminal("help"))
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CLICOLOR": "0"}):
            self.assertNotIn("\x1b", self.on_terminal("help", **env), env)
        self.assertNotIn("\x1b", self.on_terminal("help", "--color", "never"))
        self.assertNotIn("\x1b", self.yagura("help").out)
        self.assertIn("\x1b[1m", self.yagura("help", env={"CLICOLOR_FORCE": "1"}).out)
        self.assertIn("\x1b[1m", self.yagura("help", "--color=always").out)

    # ---- calculators ----

    def test_each_line_is_answered_at_once(self):
        p = self.start("calc", "purl", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for name in (b"a", b"b"):
            p.stdin.write(b"pkg:npm/" + name + b"@1\n")
            p.stdin.flush()
            self.assertEqual(json.loads(p.stdout.readline())["name"], name.decode())
        p.communicate(timeout=60)
        self.assertEqual(p.returncode, 0)

    def test_lines_pair_up(self):
        hostile = b"\0\xff\xfe\x1b[2J\t\t\t"
        huge = b"9" * (3 << 20)
        lines = [b"1.0\t2.0", b"", hostile, huge, huge + b"\t" + huge, b"no tab", b"2\t1"]
        for calc in (("version", "deb"), ("range", "npm"), ("purl",), ("cpe",), ("cvss",),
                     ("policy",)):
            r = self.yagura("calc", *calc, stdin=b"\n".join(lines) + b"\n")
            self.assertEqual(r.code, 0, (calc, r.err))
            self.assertEqual(len(r.out.split("\n")) - 1, len(lines), calc)
        r = self.yagura("calc", "version", "deb", stdin=b"\n".join(lines))
        answers = r.out.split("\n")
        self.assertEqual((answers[0], answers[3], answers[6]), ("-1", "error", "1"))

    def test_constant_memory(self):
        if b"__asan_init" in open(harness.program("yagura"), "rb").read():
            self.skipTest("a sanitizer's memory is not ours")
        p = self.start("calc", "version", "deb", stdin=subprocess.PIPE,
                       stdout=subprocess.DEVNULL)
        for _ in range(100):
            p.stdin.write(b"1:2.3-4+deb12u1\t1:2.3-4+deb12u2\n" * 20000)
        # The high-water mark of this program; ru_maxrss would begin with Python's.
        with open(f"/proc/{p.pid}/status", encoding="ascii") as f:
            peak = next(int(line.split()[1]) for line in f if line.startswith("VmHWM:"))
        p.stdin.close()
        self.assertEqual(p.wait(), 0)
        self.assertLess(peak, 16 * 1024)		# KiB, for 64 MB of lines

    def test_policy_problems_are_said(self):
        bad = self.write("bad.json", '{"format": "yagura-policy/1", "inputs": []')
        r = self.yagura("calc", "policy", "--policy", bad)
        self.assertEqual((r.code, r.out), (2, ""))
        self.assertIn("refused", r.err)

    # ---- completion and manual pages ----

    def complete(self, *words):
        """What bash offers for the last word."""
        script = self.path("completion.bash")
        with open(script, "w", encoding="utf-8") as f:
            f.write(self.yagura("completion", "bash").out)
        driver = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); '
                  '_yagura; printf "%s\\n" "${COMPREPLY[@]}"')
        r = self.run_program("bash", "-c", driver, script, *words)
        self.assertEqual((r.code, r.err), (0, ""))
        return r.out.split()

    def test_bash_completion(self):
        if not shutil.which("bash"):
            self.skipTest("no bash")
        self.assertEqual(self.complete("yagura", "vers"), ["version"])
        self.assertIn("calc", self.complete("yagura", ""))
        self.assertEqual(self.complete("yagura", "calc", "ver"), ["version"])
        self.assertEqual(self.complete("yagura", "completion", ""), ["bash", "zsh", "fish"])
        self.assertIn("--list", self.complete("yagura", "calc", "version", "--"))
        self.assertEqual(self.complete("yagura", "--color", "a"), ["auto", "always"])
        self.assertEqual(self.complete("yagura", "version", "--js"), ["--json"])

    def test_other_shells_read_their_scripts(self):
        asked = 0
        for shell in ("zsh", "fish"):
            if not shutil.which(shell):
                continue
            asked += 1
            script = self.write("script." + shell, self.yagura("completion", shell).out)
            r = self.run_program(shell, "-n", script)
            self.assertEqual((r.code, r.err), (0, ""), shell)
        if not asked:
            self.skipTest("neither zsh nor fish is here")

    def test_manual_pages(self):
        groff = shutil.which("groff")
        for command in ((), ("calc",), ("calc", "version"), ("feed", "fetch")):
            for lang in ("en", "ja"):
                page = self.yagura("help", "--man", *command, "--lang", lang).out
                self.assertTrue(page.split("\n")[1].startswith(".TH yagura"), command)
                if groff and lang == "en":
                    r = self.run_program(groff, "-man", "-Tutf8", "-ww", "-z",
                                         stdin=page.encode())
                    self.assertEqual((r.code, r.err), (0, ""), command)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    harness.main()
