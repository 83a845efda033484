"""Extractors of the same kind for other languages and tasks, each on texts of its own kind, where installed.

`pip install '.[peers]'` installs them; what is not there is left out and named.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

_LEGAL = (
    "The court of appeals affirmed, holding that the notice was adequate. See {a} v. {b}, {n} U.S. {m}, {m} (19{y}). "
    "We granted certiorari to resolve the conflict among the circuits, compare {b} v. {a}, {n} F.3d {m} (9th Cir. 19{y}). "
    "The statute provides otherwise, and the regulation cannot change what Congress has written. Id. at {m}. "
    "Respondent relies upon a footnote in {a}, supra, at {n}, which was not necessary to the decision in that case. "
    "Nothing in the record suggests that the agency considered the evidence that petitioner had offered at the hearing. "
    "The hearing officer heard four witnesses, two of whom had worked at the plant for more than ten years. "
    "They described how the reports were prepared, who signed them, and when they were sent to the regional office. "
    "The officer found their testimony credible but gave it little weight, because none of them had seen the final version. "
    "On appeal, petitioner does not dispute these findings. It argues instead that the standard applied to them was wrong. "
    "We think that the question is closer than either side admits. The text of the provision points in both directions, and its "
    "history offers comfort to everyone who looks for it. What decides the matter is the purpose that Congress stated in plain words. "
)
_RUSSIAN = (
    "{d} марта 19{y} года губернатор области {a} провёл совещание по вопросам подготовки школ к учебному году. "
    "В работе приняли участие министр образования {b} и главы районов. «Мы должны завершить ремонт вовремя», — сказал {a}. "
    "По словам министра, с {d} апреля начнётся проверка столовых и спортивных залов во всех городах региона. "
    "Напомним, в 19{y} году на эти цели было выделено более трёхсот миллионов рублей из областного бюджета. "
    "Ремонт идёт в сорока школах, в большинстве из них меняют окна, кровлю и систему отопления. "
    "Подрядчики жалуются на задержки с поставкой материалов, однако сроки сдачи объектов пока никто не переносит. "
    "Родители смогут увидеть результаты на днях открытых дверей, которые пройдут во всех районах области. "
    "Отдельно участники обсудили подвоз детей из отдалённых сёл: для этого закупают новые автобусы и ремонтируют дороги. "
    "Кроме того, в школах появятся дополнительные кружки по математике, музыке и спорту, а также классы для младших детей. "
    "Следующее заседание комиссии под председательством {b} состоится {d} мая в здании правительства. "
)
_LEGAL_NAMES = ("Miller", "Garcia", "Thompson", "Nakamura", "Olsen", "Whitfield")
_RUSSIAN_NAMES = ("Иван Петров", "Анна Сергеевна Волкова", "Дмитрий Орлов", "Ольга Николаевна Лебедева", "Сергей Смирнов")


class Peer(NamedTuple):
    """What is compared and how it goes over texts; `run` is `None` where it is not installed, `goal` the ratio that ours should reach."""

    name: str
    texts: list[str]
    run: Callable[[str], object] | None
    goal: str


def list_peers(releases: Iterable[str], characters: int) -> Iterator[Peer]:
    """Every peer with about so many characters of text; dateparser gets the beginning of the releases themselves."""
    own: list[str] = []
    for release in releases:
        if sum(map(len, own)) < characters:
            own.append(release)
    yield Peer('dateparser.search, languages=["id"]', own, _load_dateparser(), ">= 12")
    yield Peer("eyecite, on court opinions", _make_texts(_LEGAL, _LEGAL_NAMES, characters), _load_eyecite(), ">= 4")
    yield Peer("natasha names and dates, on Russian", _make_texts(_RUSSIAN, _RUSSIAN_NAMES, characters), _load_natasha(), ">= 20")


def _make_texts(template: str, names: tuple[str, ...], characters: int) -> list[str]:
    """Documents of three paragraphs, each with other names and numbers."""
    texts: list[str] = []
    paragraphs: list[str] = []
    for number, (first, second) in enumerate(itertools.cycle(itertools.permutations(names, 2))):
        numbers = {"n": 100 + number % 400, "m": 10 + number % 900, "y": 70 + number % 30, "d": 1 + number % 28}
        paragraphs.append(template.format(a=first, b=second, **numbers))
        if len(paragraphs) == 3:
            texts.append("\n\n".join(paragraphs))
            paragraphs.clear()
        if sum(map(len, texts)) >= characters:
            break
    return texts


def _load_dateparser() -> Callable[[str], object] | None:
    from dateparser.search import search_dates  # a dependency of the package itself

    return lambda text: search_dates(text, languages=["id"])


def _load_eyecite() -> Callable[[str], object] | None:
    try:
        import eyecite
    except ImportError:
        return None
    find: Callable[[str], object] = eyecite.get_citations
    return find


def _load_natasha() -> Callable[[str], object] | None:
    try:
        with warnings.catch_warnings(action="ignore"):  # it still uses pkg_resources
            import natasha

            vocabulary = natasha.MorphVocab()
    except (ImportError, AttributeError):
        return None
    extractors: list[Any] = [natasha.NamesExtractor(vocabulary), natasha.DatesExtractor(vocabulary)]
    return lambda text: [list(extractor(text)) for extractor in extractors]
