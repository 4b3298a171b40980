"""A real browser for the tests of this folder, which are skipped where there is none, and fail if CI needs one."""

import os
import shutil
from pathlib import Path

import pytest

from analysis import Study

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def give_up(reason):
    """Skip for a user without a browser; fail where `SILK_LEDGER_BROWSER` says that there must be one."""
    if os.environ.get("SILK_LEDGER_BROWSER"):
        pytest.fail(f"SILK_LEDGER_BROWSER is set, but {reason}")
    pytest.skip(f"no browser test: {reason}")


@pytest.fixture(scope="package")
def browser():
    """The system's Chromium, driven by Playwright, which must stop before other tests start event loops."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("playwright is not installed (make browser)")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        give_up(f"none of {', '.join(BROWSERS)} is on the PATH (Debian: apt-get install chromium)")
    root = getattr(os, "geteuid", lambda: 1)() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def study(browser):
    """What the seeds hold; read only where there is a browser."""
    return Study(ROOT / "seeds", progress=False)


@pytest.fixture(scope="session")
def find_faults():
    """Return a function that names what axe-core finds wrong in a page, in what it calls serious or critical."""

    def find(page, context=None, rules=None):
        from axe_playwright_python.sync_playwright import Axe

        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        found = Axe().run(page, context, options).response["violations"]
        grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        return [(fault["id"], node["html"][:200], node["failureSummary"]) for fault in grave for node in fault["nodes"]]

    return find
