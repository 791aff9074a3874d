#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What scripts/gen-messages takes and what it refuses.  usage: test_gen_messages.py PROGRAM"""
import os
import subprocess
import sys
import tempfile

REFUSED = [
    # what the catalogue says, and what the refusal must speak of
    ("a.b\tText\t\n", "no Japanese"),
    ("a.b\t\t文\n", "no English"),
    ("a.b\tText\n", "2 columns"),
    ("a.b\tText\t文\textra\n", "4 columns"),
    ("A.b\tText\t文\n", "not a key"),
    ("a.b\tText\t文\na.b\tText\t文\n", "also at"),
    ("a.b\tText\t文\na-b\tText\t文\n", "also at"),		# the same C name
    ("a.b\t%s of %d\t%s\n", "differ"),
    ("a.b\t%s of %d\t%d の %s\n", "differ"),
    ("a.b\t%zu\t%u\n", "differ"),
    ("a.b\tdone\t%s\n", "differ"),
    ("a.b\t%.1f\t%.1f\n", "not allowed"),			# the locale's decimal point
    ("a.b\t%n\t%n\n", "not allowed"),
    ("a.b\t100%\t100%\n", "not allowed"),
    ("a.b\t%1$s %s\t%1$s %s\n", "mixed"),
    ("a.b\t%2$s\t%2$s\n", "never used"),
    ("a.b\tx\\q\tx\\q\n", "unknown escape"),
    ("a.b\tText\t文\r\n", "CRLF"),
]
TAKEN = """# a comment
key\ten\tja

a.b\t100%% "safe" \\\\ ??=\\n\t百\\t%%
c\t%s of %.*s: %zu\t%4$zu: %3$.*2$s の %1$s
d.e-f_g\tplain\t文
"""
HEADER = ["\tMSG_A_B,", "\tMSG_C,", "\tMSG_D_E_F_G,", "\tMSG_COUNT",
          '#define MSG_C_EN "%s of %.*s: %zu"']
SOURCE = [r'[MSG_A_B] = {"100%% \"safe\" \\ ?\?=\n",', r'"\347\231\276\t%%"}']

passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("failed:", what, file=sys.stderr)


def run(program, text):
    with tempfile.TemporaryDirectory() as d:
        catalogue, header, source = (os.path.join(d, n) for n in ("m.tsv", "m.h", "m.c"))
        with open(catalogue, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        r = subprocess.run([sys.executable, program, "--header", header, "--source", source,
                            catalogue], capture_output=True, text=True)
        out = [open(p, encoding="ascii").read() if os.path.exists(p) else ""
               for p in (header, source)]
    return r.returncode, r.stderr, out[0], out[1]


for text, speaks_of in REFUSED:
    code, err, header, _ = run(sys.argv[1], text)
    check(code == 1 and not header and speaks_of in err, f"{text!r}: {code} {err}")
code, err, header, source = run(sys.argv[1], TAKEN)
check(code == 0 and not err, err)
for line in HEADER:
    check(line in header, f"{line!r} in {header}")
for line in SOURCE:
    check(line in source, f"{line!r} in {source}")
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(failed != 0)
