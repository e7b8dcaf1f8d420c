"""What holds for every page: no barriers, nothing wider than the screen, light, from one host."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA and the European norm that refers to it.
NORMS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "EN-301-549"]
RUN_AXE = """async (norms) => {
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: norms },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
# Wider than the screen; the part that sticks out furthest is named.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const parts = [...document.querySelectorAll("main *, header *, footer *")];
  const right = (part) => part.getBoundingClientRect().right;
  const widest = parts.sort((one, other) => right(other) - right(one))[0];
  return [`wider than ${room}: ${widest?.outerHTML.slice(0, 120)}`];
}"""
# As sent: files compressed, the page itself not. What came from the browser's own store counts
# too; of pages that a script fetched one after the other, the largest counts.
BYTES_SENT = """() => {
  const fetched = (entry) => entry.initiatorType === "fetch";
  const sizes = (entries) => entries.map((entry) => entry.encodedBodySize);
  const [page] = performance.getEntriesByType("navigation");
  const rest = performance.getEntriesByType("resource");
  const files = sizes(rest.filter((entry) => !fetched(entry)));
  return files.reduce((one, other) => one + other, 0)
    + Math.max(...sizes([page, ...rest.filter(fetched)]));
}"""
HEAVIEST_PAGE = 150_000
NARROW, TELEPHONE, DESK = 320, 360, 1280
HEIGHT = 740


@dataclass
class Watch:
    """What a page does that nobody sees: errors in the console, requests to other hosts."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._read)
        self.page.on("request", self._follow)

    def _read(self, message: ConsoleMessage) -> None:
        # Chromium also tells of a page that answers 404 or 410, as some here should.
        expected = "Failed to load resource" in message.text and self._is_page(message)
        if message.type in ("error", "warning") and not expected:
            self.troubles.append(f"console: {message.text}")

    def _is_page(self, message: ConsoleMessage) -> bool:
        return str(message.location.get("url")) == self.page.url

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.troubles.append(f"another host: {request.url}")


def problems_of(page: Page) -> list[str]:
    """Give what is wrong with the page as it stands now, at all widths."""
    weight = page.evaluate(BYTES_SENT)
    found = [f"{weight} bytes"] if weight > HEAVIEST_PAGE else []
    for width in (NARROW, TELEPHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += page.evaluate(TOO_WIDE)
        if width != NARROW:
            found += [f"at {width}: {barrier}" for barrier in barriers(page)]
    page.set_viewport_size({"width": TELEPHONE, "height": HEIGHT})
    return found


def barriers(page: Page) -> list[str]:
    """Give what breaks one of the norms on this page."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = page.evaluate(RUN_AXE, NORMS)
    return [str(barrier) for barrier in found]


def photograph(page: Page, name: str) -> None:
    """Write pictures of the page, where SCREENSHOTS names a folder for them."""
    folder = os.environ.get("SCREENSHOTS")
    for width in (TELEPHONE, DESK) if folder else ():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=Path(str(folder), f"{name}-{width}.png"), full_page=True)
