"""A provider that says what a test wants it to say, signed or forged."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from tests.web.sign_on.organisation import CLIENT_ID

ACCESS_TOKEN = "access-token-of-the-tests"


class Forger:
    """The provider: `said` is added to the claims, None takes one out; `hooks` forge the rest."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.key = ECKey.generate_key("P-256", {"kid": "one"})
        self.published = [self.key]
        self.said: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.token: str | None = None
        self.broken: int | None = None
        self.nonce = self.challenge = ""
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def claims(self) -> dict[str, Any]:
        now = int(self.now().timestamp())
        usual = {
            "iss": self.issuer,
            "sub": "co",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "auth_time": now,
            "nonce": self.nonce,
            "email": "co@bureau.example",
            "email_verified": True,
        }
        return {name: value for name, value in (usual | self.said).items() if value is not None}

    def signed(self, key: ECKey | OctKey | None = None, **header: str) -> str:
        """Give a token as it should be, or with another key or header."""
        head = {"alg": "ES256", "kid": "one"} | header
        return jwt.encode(head, self.claims(), key or self.key, algorithms=[head["alg"]])

    def unsigned(self) -> str:
        parts = ({"alg": "none", "typ": "JWT"}, self.claims())
        return (
            ".".join(
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
                for part in parts
            )
            + "."
        )

    def answer(self, path: str, body: str) -> tuple[int, Any]:
        self.asked.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return 200, self._metadata()
            case "/keys":
                return 200, KeySet(self.published).as_dict(private=False)
            case "/token" if self.broken:
                return self.broken, {"error": "invalid_grant"}
            case "/token":
                self._check_verifier(parse_qs(body)["code_verifier"][0])
                told = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60}
                return 200, told | {"id_token": self.signed() if self.token is None else self.token}
            case "/userinfo":
                return 200, {"sub": "co"} | self.told
        return 404, {}

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/begin",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.metadata

    def _check_verifier(self, verifier: str) -> None:
        digest = hashlib.sha256(verifier.encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                status, told = forger.answer(self.path, self.rfile.read(length).decode())
                sent = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                if status in (301, 302):
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
                self.wfile.write(sent)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
