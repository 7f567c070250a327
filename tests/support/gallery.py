"""Every shipped text as its reader gets it, for the eye: ``python -m tests.support.gallery FOLDER``.

One file per text and scene (tests/unit/adapters/rendering/scenes.py): the letter or sheet as PDF, the e-mail as HTML,
the messages of a phone in one list. ``pdftoppm -r 70 -png`` turns a PDF into images.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.wording import wording_for
from chalicelib.domain.messages import MessageFacts
from tests.unit.adapters.rendering.scenes import SCENES, english_first_letter, everything_paid, first_letter

RENDERER = Renderer()
OWN_PAPERS = frozenset(
    {"statement", "call_sheet", "chronology", "mandate_annex", "claim_declaration", "acknowledgement"}
)
TO_CREDITORS = frozenset({"payment_advice", "proposal_advice"})
APART = frozenset({"receipt", "final_receipt", "first_letter"})


def draw(folder: Path) -> int:
    """How many files were written."""
    folder.mkdir(parents=True, exist_ok=True)
    phone: list[str] = []
    count = 0
    for scene, make in SCENES.items():
        for name, content in _of_scene(make(), phone, scene):
            (folder / f"{scene}--{name}").write_bytes(content)
            count += 1
    others = {"first_letter": first_letter, "english_first_letter": english_first_letter}
    for scene, make in others.items():
        (folder / f"{scene}--first_letter.pdf").write_bytes(RENDERER.letter("first_letter", make()).pdf)
    (folder / "paid--final_receipt.pdf").write_bytes(RENDERER.receipt(everything_paid()).pdf)
    (folder / "phone.txt").write_text("\n\n".join(phone), "utf-8")
    return count + len(others) + 2


def _of_scene(some: MessageFacts, phone: list[str], scene: str) -> Iterator[tuple[str, bytes]]:
    wording = wording_for("fr")
    yield "statement.pdf", RENDERER.statement(some).pdf
    yield "receipt.pdf", RENDERER.receipt(some).pdf
    yield "receipt.html", RENDERER.email("receipt", some).html.encode()
    for template in wording.templates:
        if template in OWN_PAPERS | TO_CREDITORS | APART:
            continue
        if wording.has(template, "voicemail"):
            yield f"{template}.pdf", RENDERER.call_sheet(template, some)
        elif wording.has(template, "sms"):
            phone.append(f"{scene}, {template}:\n{RENDERER.sms(template, some)}")
            if wording.has(template, "body"):
                yield f"{template}.html", RENDERER.email(template, some).html.encode()
        elif wording.has(template, "body"):
            yield f"{template}.pdf", RENDERER.letter(template, some).pdf
            yield f"{template}.html", RENDERER.email(template, some).html.encode()


if __name__ == "__main__":
    print(draw(Path(sys.argv[1])), "files")  # noqa: T201 - what this command is for
