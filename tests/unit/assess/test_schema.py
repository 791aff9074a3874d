#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every policy that is carried fits the published JSON schema.  usage: test_schema.py ROOT"""
import glob
import json
import os
import sys


def main():
    root = sys.argv[1]
    try:
        import jsonschema
    except ImportError:
        print("skipped: no jsonschema module", file=sys.stderr)
        print("0 passed, 0 failed, 1 skipped")
        return 0
    with open(os.path.join(root, "docs/formats/policy.schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    passed = failed = 0
    for path in sorted(glob.glob(os.path.join(root, "data/policies/*.json"))):
        with open(path, encoding="utf-8") as f:
            errors = list(validator.iter_errors(json.load(f)))
        for e in errors:
            print(f"{path}: {e.json_path}: {e.message}", file=sys.stderr)
        passed, failed = passed + (not errors), failed + bool(errors)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed != 0 or passed == 0


sys.exit(main())
