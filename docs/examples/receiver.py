"""Receives webhooks at http://127.0.0.1:8080 and prints them. SECRET=whsec_… python3 docs/examples/receiver.py"""
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verify_webhook import verify_webhook


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_genuine = verify_webhook(os.environ["SECRET"], self.headers, body)
        print("genuine:" if is_genuine else "forged:", body.decode(errors="replace"), flush=True)
        self.send_response(204 if is_genuine else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Receiver).serve_forever()
