#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Read what the outputs write with other people's parsers, and look for what their formats ask.

usage: test_structures.py SAMPLE_OUTPUT
SARIF 2.1.0 and CycloneDX 1.6 are checked for required members, allowed words and references,
as far as the outputs use them; json and jsonl for the keys of docs/formats/scan-json.md.
"""
import csv
import io
import json
import re
import subprocess
import sys

REPORTS = ["mixed", "hostile", "empty", "blind", "partial"]
passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("failed:", what, file=sys.stderr)


def run(report, form):
    r = subprocess.run([sys.argv[1], report, form], capture_output=True)
    check(r.returncode == 0 and not r.stderr, f"{report} {form}: {r.returncode} {r.stderr}")
    return r.stdout.decode("utf-8")		# strict: invalid UTF-8 is an error


def no_duplicates(pairs):
    keys = [k for k, _ in pairs]
    check(len(keys) == len(set(keys)), f"duplicate keys in {keys}")
    return dict(pairs)


def load(text):
    return json.loads(text, object_pairs_hook=no_duplicates)


def in_order(have, want, what):
    """Every key of want that is there stands in want's order."""
    common = [k for k in have if k in want]
    check(common == sorted(common, key=want.index), f"{what}: order of keys {list(have)}")


HEAD = ["schema_version", "yagura", "time", "inventory", "asset", "feeds", "policy", "summary",
        "findings", "unjudged"]
FINDING = ["vulnerability", "aliases", "title", "package", "verdict", "fixed_version",
           "fix_state", "running", "signals", "likelihood", "damage", "outcome", "deadline",
           "reasons", "evidence"]
PACKAGE = ["name", "version", "source", "source_version", "purl", "binaries", "files"]
EVIDENCE = ["record", "source", "range", "compared", "verdict", "why"]
SUMMARY = ["immediate", "out_of_cycle", "scheduled", "defer", "unknown", "unjudged"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def check_finding(f, what):
    in_order(f, FINDING, what)
    for key in ("vulnerability", "aliases", "title", "package", "verdict", "running", "signals",
                "outcome", "deadline", "reasons", "evidence"):
        check(key in f, f"{what}: no {key}")
    in_order(f["package"], PACKAGE, what)
    check(f["verdict"] in ("affected", "unknown"), f"{what}: verdict")
    check(f["outcome"] in SUMMARY[:4], f"{what}: outcome")
    check(all(TIME.match(t) for t in f["deadline"].values()), f"{what}: deadline")
    for e in f["evidence"]:
        in_order(e, EVIDENCE, what)
        check("record" in e and "source" in e and "why" in e, f"{what}: evidence")
        check((e["verdict"] == "unknown") == (e["why"] is not None), f"{what}: why")


def check_head(d, what):
    in_order(d, HEAD, what)
    check(d["schema_version"] == 1 and TIME.match(d["time"]), f"{what}: head")
    in_order(d["summary"], SUMMARY, what)
    check("components" in d["inventory"] and "assumed" in d["asset"], f"{what}: inventory")
    for f in d["feeds"]:
        check(f["state"] in ("ok", "unknown", "stale", "partial", "missing"), f"{what}: feed")


def check_json(report):
    d = load(run(report, "json"))
    check_head(d, report)
    for key in HEAD:
        check(key in d, f"{report}: no {key}")
    for f in d["findings"]:
        check_finding(f, report)
    for u in d["unjudged"]:
        check(u["package"] and u["reason"], f"{report}: unjudged")
    s = d["summary"]
    check(sum(s[k] for k in SUMMARY[:4]) + s["idle"] == len(d["findings"]), f"{report}: sums")
    check(s["unjudged"] == len(d["unjudged"]), f"{report}: unjudged count")
    check(("failures" in d) == (report in ("partial", "hostile")), f"{report}: failures")
    return d


def check_jsonl(report, document):
    lines = [load(line) for line in run(report, "jsonl").splitlines()]
    kinds = [line.pop("kind") for line in lines]
    check(kinds[0] == "scan" and kinds[-1] == "end", f"{report}: {kinds}")
    check_head(lines[0], report)
    found = [line for kind, line in zip(kinds, lines) if kind == "finding"]
    check(found == document["findings"], f"{report}: jsonl says the same as json")
    check(lines[-1]["findings"] == len(found), f"{report}: end")
    check(lines[-1]["partial"] == ("failures" in document), f"{report}: partial")


def check_csv(report, document):
    text = run(report, "csv")
    check("\n" not in text.replace("\r\n", ""), f"{report}: CRLF everywhere")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    check(len({len(r) for r in rows}) == 1, f"{report}: every row has as many cells")
    check(len(rows) == 1 + len(document["findings"]), f"{report}: rows")
    for row in rows[1:]:
        for cell in row:
            check(cell[:1] not in tuple("=+-@|%") and cell[:1] not in ("\t", "\r"),
                  f"{report}: formula {cell!r}")
            check(not re.search(r"[\x00-\x1f\x7f-\x9f]", cell), f"{report}: control {cell!r}")


def check_sarif(report, document):
    d = load(run(report, "sarif"))
    check(d["version"] == "2.1.0" and len(d["runs"]) == 1, f"{report}: sarif")
    one = d["runs"][0]
    driver = one["tool"]["driver"]
    check(driver["name"] == "Yagura", f"{report}: driver")
    ids = [r["id"] for r in driver["rules"]]
    check(len(ids) == len(set(ids)), f"{report}: a rule for each vulnerability, once")
    for r in driver["rules"]:
        check(r["shortDescription"]["text"], f"{report}: shortDescription")
        s = r["properties"].get("security-severity")
        check(s is None or 0 <= float(s) <= 10, f"{report}: security-severity")
        check(re.match(r"https://[\x21-\x7e]+$", r.get("helpUri", "https://x")) or
              report == "hostile", f"{report}: helpUri")
    check(len(one["results"]) == len(document["findings"]), f"{report}: results")
    for r in one["results"]:
        check(r["ruleId"] in ids, f"{report}: ruleId")
        check(r["level"] in ("none", "note", "warning", "error"), f"{report}: level")
        check(r["kind"] == "fail" or r["level"] == "none", f"{report}: kind and level")
        check(r["kind"] in ("fail", "review", "informational"), f"{report}: kind")
        check(r["message"]["text"], f"{report}: message")
        for place in r["locations"]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            check(re.match(r"[\w.~/%!$&'()*+,;=@-]+$", uri, re.A), f"{report}: uri {uri}")
            check(place["physicalLocation"]["region"]["startLine"] >= 1, f"{report}: region")
        check(re.match(r"[0-9a-f]{16}$", r["partialFingerprints"]["yaguraFinding/v1"]),
              f"{report}: fingerprint")
    call = one["invocations"][0]
    check(call["executionSuccessful"] == ("failures" not in document), f"{report}: success")
    for n in call["toolExecutionNotifications"]:
        check(n["message"]["text"] and n["level"] in ("note", "warning", "error"),
              f"{report}: notification")


SEVERITIES = {"critical", "high", "medium", "low", "info", "none", "unknown"}
METHODS = {"CVSSv2", "CVSSv3", "CVSSv31", "CVSSv4", "OWASP", "SSVC", "other"}
STATES = {"resolved", "resolved_with_pedigree", "exploitable", "in_triage", "false_positive",
          "not_affected"}
TYPES = {"application", "library", "operating-system"}


def check_cyclonedx(report, document):
    d = load(run(report, "cyclonedx"))
    check(d["bomFormat"] == "CycloneDX" and d["specVersion"] == "1.6" and d["version"] == 1,
          f"{report}: cyclonedx")
    check(TIME.match(d["metadata"]["timestamp"]), f"{report}: timestamp")
    check(d["metadata"]["component"]["type"] in TYPES, f"{report}: subject")
    refs = [d["metadata"]["component"]["bom-ref"]]
    for c in d["components"]:
        check(c["type"] in TYPES and "name" in c, f"{report}: component")
        refs.append(c["bom-ref"])
    refs += [v["bom-ref"] for v in d["vulnerabilities"]]
    check(len(refs) == len(set(refs)), f"{report}: bom-refs are unique")
    check(len(d["vulnerabilities"]) == len(document["findings"]), f"{report}: vulnerabilities")
    for v in d["vulnerabilities"]:
        for r in v.get("ratings", []):
            check(r["severity"] in SEVERITIES and r["method"] in METHODS, f"{report}: rating")
        check(v["analysis"]["state"] in STATES, f"{report}: state")
        check(v["analysis"]["state"] != "not_affected", f"{report}: no decision of a person")
        check(set(v["analysis"].get("response", [])) <= {"update"}, f"{report}: response")
        for a in v["affects"]:
            check(a["ref"] in refs, f"{report}: ref")
            for version in a.get("versions", []):
                check(version["status"] in ("affected", "unaffected", "unknown"),
                      f"{report}: status")
        for r in v.get("references", []):
            check(r["id"] and "source" in r, f"{report}: reference")
        for p in v["properties"]:
            check(set(p) == {"name", "value"}, f"{report}: property")


def check_explain(report):
    d = load(run(report, "explain-json"))
    for f in d["findings"]:
        for key in ("installed", "evidence", "signals", "decision", "action"):
            check(key in f, f"{report}: explain has no {key}")
        check(f["action"]["sentence"]["en"] and f["action"]["sentence"]["ja"],
              f"{report}: action")


for name in REPORTS:
    whole = check_json(name)
    check_jsonl(name, whole)
    check_csv(name, whole)
    check_sarif(name, whole)
    check_cyclonedx(name, whole)
    check_explain(name)
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(failed != 0)
