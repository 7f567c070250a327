"""A browser on the debtor's page: it keeps the cookie, follows what it is told, and fills in the forms that it sees."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from .http_client import HttpAnswer, HttpClient

HOST = "page.example"
ADDRESS = f"https://{HOST}"
_TOKEN = re.compile(r'name="form" value="([0-9a-f]{64})"')


@dataclass
class PageBrowser:
    """``cookies`` as the server set them, by name; ``address`` is the caller's in the network."""

    client: HttpClient
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "192.0.2.7"
    keeps_cookies: bool = True

    def get(self, path: str, **headers: str) -> HttpAnswer:
        """One GET, not followed."""
        return self.request("GET", path, **headers)

    def head(self, path: str) -> HttpAnswer:
        return self.request("HEAD", path)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> HttpAnswer:
        """A form of the page's own, as a modern browser sends it."""
        own = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return self.request("POST", path, urlencode(fields), **{**own, **_named(headers)})

    def upload(self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> HttpAnswer:
        """A form with files: bytes reach the function in base64, as the gateway hands them over."""
        boundary = "----amiableFormBoundary7MA4YWxk"
        body = multipart_body(boundary, fields, files)
        told = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Sec-Fetch-Site": "same-origin"}
        return self.request("POST", path, body, **told)

    def request(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> HttpAnswer:
        event = self.event(method, path, body, headers)
        response = self.client.app(event, None)
        answered = {name.lower(): str(value) for name, value in response["headers"].items()}
        if self.keeps_cookies and "set-cookie" in answered:
            name, _, value = answered["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        encoded = bool(response.get("isBase64Encoded"))
        return HttpAnswer(int(response["statusCode"]), answered, str(response["body"]), encoded)

    def event(self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
        """The proxy event of a request, with the cookies that are known."""
        sent = {"Host": HOST, **_named(headers)}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        event = self.client.event(method, path, None, sent)
        if isinstance(body, bytes):
            event |= {"body": base64.b64encode(body).decode("ascii"), "isBase64Encoded": True}
        else:
            event["body"] = body
        event["requestContext"]["identity"] = {"sourceIp": self.address}
        return event

    def follow(self, path: str, answer: HttpAnswer) -> HttpAnswer:
        """Where a 303 leads, as the browser resolves it."""
        assert answer.status == 303, (answer.status, answer.text)
        parts = urlsplit(urljoin(f"{ADDRESS}{path}", answer.headers["location"]))
        assert parts.netloc == HOST, "the page never leads elsewhere"
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))


def token_in(answer: HttpAnswer) -> str:
    """The hidden field of the first form on a page."""
    found = _TOKEN.search(answer.text)
    assert found, answer.text
    return found[1]


def path_of(url: str) -> str:
    """The path of a link, as the gateway sees it."""
    return "/d/" + url.rpartition("/d/")[2]


def multipart_body(boundary: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """RFC 7578, as browsers write it."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
