"""A browser that reaches the debtor's page over the network, through the gateway of the local cloud."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from .page_browser import multipart_body

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BOUNDARY = "frontier"
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Answer:
    """``headers`` in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        """What a reader reads, on one line, every kind of space as a plain one."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", _STYLE.sub("", self.text))).split())

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the first form."""
        form = self.text.partition("<form")[2].partition("</form>")[0]
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}


@dataclass
class Visitor:
    """It sends back a cookie only where its path allows."""

    cookie: tuple[str, str] | None = None
    seen: list[Answer] = field(default_factory=list)

    def ask(self, url: str, body: bytes | None = None, **headers: str) -> Answer:
        """A GET, or a POST of this body; a redirection is not followed."""
        parts = urlsplit(url)
        sent = {"Accept": HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookie and parts.path.startswith(self.cookie[1]):
            sent["Cookie"] = self.cookie[0]
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET" if body is None else "POST", path, body, sent)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, told, response.read())
        connection.close()
        if "set-cookie" in told:
            value, *attributes = told["set-cookie"].split("; ")
            [path] = [each.removeprefix("Path=") for each in attributes if each.startswith("Path=")]
            self.cookie = (value, path)
        self.seen.append(answer)
        return answer

    def post(self, url: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """A form of the page's own, as a modern browser sends it."""
        told = {"Content_Type": "application/x-www-form-urlencoded", "Origin": "null", "Sec_Fetch_Site": "same-origin"}
        return self.ask(url, urlencode(fields).encode(), **{**told, **headers})

    def upload(self, url: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Answer:
        """A form with files; each is a name and bytes."""
        told = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}", "Sec_Fetch_Site": "same-origin"}
        return self.ask(url, multipart_body(BOUNDARY, fields, files), **told)
