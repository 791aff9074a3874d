#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""yagura-fetch against a server that misbehaves (loopback only).

The server answers /CASE/FILE as the method called CASE says.
"""
import fcntl
import gzip
import hashlib
import http.server
import os
import shutil
import signal
import ssl
import subprocess
import threading
import time
import zlib

import harness

KEV = b'{"catalogVersion": "2026.11.21", "vulnerabilities": [' + b" " * 400 + b"]}\n"
SMALL = b'{"vulnerabilities": []}'
EMPTY_ZIP = b"PK\5\6" + bytes(18)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []				# (path, headers) of each request
    flaky_left = 0

    def do_GET(self):
        Handler.seen.append((self.path, dict(self.headers)))
        case = self.path.split("/")[1]
        getattr(self, "case_" + case)()

    def log_message(self, *args):
        pass

    def send(self, body, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def case_good(self):
        name = self.path.split("/")[2]
        body = {"epss.csv.gz": gzip.compress(b"cve,epss\n"), "osv-PyPI.zip": EMPTY_ZIP}
        self.send(body.get(name, KEV))

    def case_etag(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
        else:
            self.send(KEV, ETag='"one"', Last_Modified="Sat, 21 Nov 2026 05:00:00 GMT")

    def case_uncalled304(self):
        self.send_response(304)
        self.end_headers()

    def case_truncated(self):
        self.send(KEV[:200], length=len(KEV))
        self.close_connection = True

    def case_slow(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(300):
            try:
                self.wfile.write(b"{")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def case_tofile(self):
        self.send(b"", status=302, Location="file:///etc/passwd")

    def case_tohttp(self):
        self.send(b"", status=302, Location="/good/kev.json")

    def case_huge(self):
        self.send(b"{", length=1 << 40)
        self.close_connection = True

    def case_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        block = b"%x\r\n%s\r\n" % (1 << 20, b"[" * (1 << 20))
        try:
            while True:
                self.wfile.write(block)
        except OSError:
            self.close_connection = True

    def case_bomb(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = packer.compress(b"[" * (100 << 20)) + packer.flush()
        self.send(body, Content_Encoding="gzip")

    def case_packed(self):
        self.send(gzip.compress(KEV), Content_Encoding="gzip")

    def case_html(self):
        self.send(b"<!doctype html><title>Please log in</title>")

    def case_small(self):
        self.send(SMALL)

    def case_empty(self):
        self.send(b"")

    def case_missing(self):
        self.send(b"no", status=404)

    def case_flaky(self):
        if Handler.flaky_left > 0:
            Handler.flaky_left -= 1
            self.send(b"busy", status=503, Retry_After="1")
        else:
            self.send(KEV)

    def case_broken(self):
        self.send(b"oops", status=500)


class Fetch(harness.Test):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        cls.server.daemon_threads = True
        cls.server.handle_error = lambda *args: None	# connections that clients break off
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.url = "http://127.0.0.1:%d/" % cls.server.server_address[1]

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        super().setUp()
        Handler.seen.clear()

    def fetch(self, case, *names, **options):
        argv = [harness.program("yagura-fetch"), "--into", self.path("feeds"), "--output",
                "json", "--base-url", case if ":" in case else self.url + case]
        for key, value in options.items():
            argv.append("--" + key.replace("_", "-"))
            if value is not True:
                argv.append(str(value))
        return self.run_program(*argv, *(names or ["kev"]))

    def one(self, case, **options):
        """Code, outcome, reason of a fetch of kev."""
        r = self.fetch(case, **options)
        (feed,) = r.json()["feeds"]
        self.assertNothingLeft()
        return r.code, feed["outcome"], feed.get("reason")

    def assertNothingLeft(self):
        left = [n for n in os.listdir(self.path("feeds")) if n.startswith(".")]
        self.assertEqual(left, [])

    def sidecar(self, name="kev.json"):
        import json
        return json.loads(self.read("feeds", name + ".meta.json"))

    def test_new_file_with_sidecar(self):
        self.assertEqual(self.one("etag"), (0, "new", None))
        self.assertEqual(self.read("feeds", "kev.json"), KEV)
        s = self.sidecar()
        self.assertEqual(s["feed"], "kev")
        self.assertEqual(s["url"], self.url + "etag/kev.json")
        self.assertEqual(s["etag"], '"one"')
        self.assertEqual(s["last_modified"], "Sat, 21 Nov 2026 05:00:00 GMT")
        self.assertEqual(s["bytes"], len(KEV))
        self.assertEqual(s["sha256"], hashlib.sha256(KEV).hexdigest())
        self.assertRegex(s["fetched"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_several_at_once(self):
        r = self.fetch("good", "kev", "epss", "osv-PyPI")
        self.assertEqual(r.code, 0, r.out)
        self.assertEqual([f["outcome"] for f in r.json()["feeds"]], ["new"] * 3)
        self.assertTrue(all("gzip" not in h.get("Accept-Encoding", "")
                            for path, h in Handler.seen if "kev" not in path))

    def test_not_modified(self):
        self.one("etag")
        before = self.sidecar()
        self.assertEqual(self.one("etag"), (0, "unchanged", None))
        headers = Handler.seen[-1][1]
        self.assertEqual(headers.get("If-None-Match"), '"one"')
        self.assertEqual(headers.get("If-Modified-Since"), "Sat, 21 Nov 2026 05:00:00 GMT")
        after = self.sidecar()
        self.assertEqual(after["fetched"], before["fetched"])
        self.assertGreaterEqual(after["checked"], before["checked"])

    def test_no_condition_for_a_file_that_changed_here(self):
        self.one("etag")
        self.write("feeds/kev.json", KEV + b"\n")
        self.assertEqual(self.one("etag"), (0, "new", None))
        self.assertNotIn("If-None-Match", Handler.seen[-1][1])

    def test_not_modified_that_nobody_asked_for(self):
        self.assertEqual(self.one("uncalled304"), (1, "failed", "status"))

    def test_same_bytes_again(self):
        self.one("good")
        self.assertEqual(self.one("good"), (0, "unchanged", None))

    def test_packed_on_the_way(self):
        self.assertEqual(self.one("packed"), (0, "new", None))
        self.assertEqual(self.read("feeds", "kev.json"), KEV)

    def test_truncated(self):
        self.one("good")
        self.assertEqual(self.one("truncated"), (1, "failed", "cut-short"))
        self.assertEqual(self.read("feeds", "kev.json"), KEV)

    def test_redirect_to_a_file(self):
        self.assertEqual(self.one("tofile"), (1, "failed", "redirect"))

    def test_redirect_to_plain_http(self):
        self.assertEqual(self.one("tohttp"), (1, "failed", "redirect"))

    def test_announced_too_large(self):
        self.assertEqual(self.one("huge"), (1, "failed", "too-large"))

    def test_endless(self):
        self.assertEqual(self.one("endless"), (1, "failed", "too-large"))

    def test_compressed_bomb(self):
        self.assertEqual(self.one("bomb"), (1, "failed", "too-large"))

    def test_error_page(self):
        self.assertEqual(self.one("html"), (1, "failed", "other-shape"))
        self.assertEqual(self.one("empty"), (1, "failed", "empty"))
        self.assertEqual(os.listdir(self.path("feeds")), [])

    def test_abnormally_small(self):
        self.one("good")
        r = self.fetch("small")
        feed = r.json()["feeds"][0]
        self.assertEqual((r.code, feed["reason"], feed["kept"]), (1, "shrunk", True))
        self.assertEqual(self.read("feeds", "kev.json"), KEV)
        self.assertEqual(self.one("small", accept_smaller=True), (0, "new", None))
        self.assertEqual(self.read("feeds", "kev.json"), SMALL)

    def test_status(self):
        r = self.fetch("missing")
        self.assertEqual((r.code, r.json()["feeds"][0]["status"]), (1, 404))
        self.assertEqual(len(Handler.seen), 1)		# no use in trying again

    def test_busy_for_a_moment(self):
        Handler.flaky_left = 1
        self.assertEqual(self.one("flaky"), (0, "new", None))
        self.assertEqual(len(Handler.seen), 2)

    def test_broken_for_good(self):
        self.assertEqual(self.one("broken"), (1, "failed", "status"))
        self.assertEqual(len(Handler.seen), 3)

    def test_some_fail(self):
        mirror = self.path("mirror")
        self.write("mirror/kev.json", KEV)
        r = self.fetch("file://" + mirror, "kev", "epss")
        self.assertEqual(r.code, 4)
        self.assertEqual([f["outcome"] for f in r.json()["feeds"]], ["new", "failed"])
        self.assertNothingLeft()

    def test_the_time_is_up(self):
        started = time.monotonic()
        self.assertEqual(self.one("slow", timeout=2), (1, "failed", "deadline"))
        self.assertLess(time.monotonic() - started, 10)

    def test_stopped_by_a_signal(self):
        p = subprocess.Popen([harness.program("yagura-fetch"), "--into", self.path("feeds"),
                              "--base-url", self.url + "slow", "kev"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while not Handler.seen:
            time.sleep(0.05)
        p.send_signal(signal.SIGINT)
        out, err = p.communicate(timeout=20)
        self.assertEqual(p.returncode, 130, err)
        self.assertNothingLeft()

    def test_one_at_a_time(self):
        os.mkdir(self.path("feeds"))
        fd = os.open(self.path("feeds"), os.O_RDONLY)
        fcntl.flock(fd, fcntl.LOCK_EX)
        r = self.fetch("good")
        os.close(fd)
        self.assertEqual(r.code, 7, r.err)
        self.assertIn("another yagura", r.err)

    def test_certificate_of_nobody(self):
        if not shutil.which("openssl"):
            self.skipTest("no openssl to make a certificate with")
        key, cert = self.path("key.pem"), self.path("cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert,
                        "-days", "2", "-subj", "/CN=localhost"], check=True,
                       stderr=subprocess.DEVNULL)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *args: None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = "https://localhost:%d/good" % server.server_address[1]
        self.assertEqual(self.one(url), (1, "failed", "tls"))

    def test_no_such_host(self):
        self.assertEqual(self.one("http://no-such-host.invalid/"), (1, "failed", "name"))

    def test_nobody_listens(self):
        self.assertEqual(self.one("http://127.0.0.1:1/"), (1, "failed", "connect"))

    def test_full_disk(self):
        r = self.run_program("/bin/sh", "-c", 'ulimit -f 0; trap "" XFSZ; exec "$@"', "sh",
                             harness.program("yagura-fetch"), "--into", self.path("feeds"),
                             "--base-url", self.url + "good", "--output", "json", "kev")
        # With no file of any size allowed, the sanitizers' own logs stay on standard error.
        self.assertEqual((r.code, r.json()["feeds"][0]["reason"]), (1, "disk"), r.err)
        self.assertNothingLeft()

    def test_wrong_calls(self):
        fetch = harness.program("yagura-fetch")
        for argv, code in (([], 2), (["--into", self.path("f")], 2), (["kev"], 2),
                           (["--into", self.path("f"), "kv"], 5), (["--wat"], 2),
                           (["--into", self.path("f"), "--timeout", "1x", "kev"], 2)):
            r = self.run_program(fetch, *argv)
            self.assertEqual(r.code, code, argv)
            self.assertNotEqual(r.err, "")
        r = self.run_program(fetch, "--lang", "ja", "--into", self.path("f"), "kv")
        self.assertIn("フィード kv はありません", r.err)


if __name__ == "__main__":
    harness.main()
