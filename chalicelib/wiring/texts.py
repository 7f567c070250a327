"""The ports of texts: how they are written, checked and looked at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.store import DynamoStore
    from chalicelib.adapters.rendering.renderer import Renderer
    from chalicelib.domain.rates import RateTable
    from chalicelib.settings import Settings
    from chalicelib.usecases import ports
    from chalicelib.usecases.change_brand import LogoReader
    from chalicelib.usecases.check_template import Checking, KeptTemplates
    from chalicelib.usecases.foresee import Foreseeing
    from chalicelib.usecases.write_template import Writing


class TextPorts:
    """Tenants' own texts (R-125)."""

    if TYPE_CHECKING:
        settings: Settings

        @property
        def store(self) -> DynamoStore: ...

        @property
        def renderer(self) -> Renderer: ...

        @property
        def ids(self) -> ports.Ids: ...

        @property
        def wall_clock(self) -> ports.WallClock: ...

        @property
        def rates(self) -> RateTable: ...

    @cached_property
    def checking(self) -> Checking:
        """What a text is checked with; on the rates of its fictitious cases' day, which are shipped."""
        from chalicelib.adapters.rendering.own_texts import OwnTexts
        from chalicelib.usecases.check_template import Checking

        return Checking(OwnTexts(), self.renderer, self.rates)

    @cached_property
    def writing(self) -> Writing:
        from chalicelib.usecases.write_template import Writing

        return Writing(self.store, self.store, self.checking, self.ids, self.wall_clock)

    @cached_property
    def logos(self) -> LogoReader:
        """Reads the logos that creditors are given (R-056)."""
        from chalicelib.adapters.logo_pictures import LogoPictures

        return LogoPictures()

    @cached_property
    def foreseeing(self) -> Foreseeing:
        """Who writes what a case would send, before there is one (R-121)."""
        from chalicelib.domain.page_link import CONCEALED
        from chalicelib.usecases.foresee import Foreseeing

        address = self.settings.debtor_page_url
        return Foreseeing(self.renderer, self.store, page_link=f"{address}/d/{CONCEALED}" if address else "")

    @cached_property
    def template_checks(self) -> KeptTemplates:
        """What the linter of scenarios asks of the texts that steps name (R-122)."""
        from chalicelib.usecases.check_template import KeptTemplates

        return KeptTemplates(self.store, self.checking)
