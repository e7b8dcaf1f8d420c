"""An organisation whose people log in at its own provider, which is a real one."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT_ID = "schakel"
CLIENT_SECRET = "a-secret-of-the-tests-only"
NAME = "Gemeente Sleedal"
SETTINGS = {"OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET, "OIDC_NAME": NAME}


def person(
    email: str, *roles: str, verified: bool = True, amr: tuple[str, ...] = ("pwd",)
) -> object:
    """Give somebody as the script wants them."""
    claims = {"email": email, "email_verified": verified, "roles": roles}
    return {"claims": claims, "amr": amr}


PEOPLE = {
    "co": person("co@bureau.example", "schakel-coordinator"),
    "co-nieuw": person("co@bureau.example", "schakel-coordinator"),
    "co-sterk": person("co@bureau.example", amr=("pwd", "mfa")),
    "beheer": person("beheer@bureau.example", "schakel-beheer"),
    "admin": person("admin@bureau.example"),
    "leiding": person("leiding@bureau.example", "iets-anders"),
    "partner": person("partner@partner.example"),
    "privacy": person("privacy@bureau.example", verified=False),
    "buitenstaander": person("iemand@elders.example", "schakel-beheer"),
}


@dataclass
class Organisation:
    """The provider, as a process on this machine."""

    issuer: str
    process: subprocess.Popen[str]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
        if self.process.stdout:
            self.process.stdout.close()


def start() -> Organisation:
    """Start the provider and wait until it answers."""
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    process = subprocess.Popen(
        [node, str(SCRIPT), json.dumps(PEOPLE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready "):
            return Organisation(line.split()[1], process)
    raise AssertionError("the provider did not start; see make setup")


class Visitor:
    """The browser of somebody at the pages of the provider; it stops where these end."""

    def __init__(self) -> None:
        self._browser = requests.Session()

    def log_in(self, address: str, login: str = "") -> str:
        """Log in there; give the address back at the program. Without a login no page may ask."""
        answer = self._follow(self._browser.get(address, allow_redirects=False))
        if isinstance(answer, str):
            return answer
        assert login, "the provider asks who this is"
        typed = {"login": login}
        back = self._follow(self._browser.post(answer.url, typed, allow_redirects=False))
        assert isinstance(back, str), back.text
        return back

    def close(self) -> None:
        self._browser.close()

    def _follow(self, answer: requests.Response) -> requests.Response | str:
        home = urlsplit(answer.url).netloc
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if urlsplit(target).netloc != home:
                return target
            answer = self._browser.get(target, allow_redirects=False)
        assert answer.status_code == 200, answer.text
        return answer
