"""An evaluation as plain values, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berita_extract.evaluation.bootstrap import LEVEL, SEED
from berita_extract.evaluation.reliability import Reliability, Share, name_bins
from berita_extract.evaluation.run import Evaluation
from berita_extract.evaluation.table import DIGITS, Figures


def export(
    evaluation: Evaluation, *, resamples: int, errors: str | None = None, reliability: Mapping[str, Reliability] | None = None
) -> dict[str, Any]:
    """The table, the mean and how the intervals were made; with `errors` also what is not right in that row.

    With `reliability` also how the confidence of the values agrees with the share that is right.
    """
    plain: dict[str, Any] = {
        "documents": len(evaluation.verdicts),
        "rows": {name: _export_row(figures) for name, figures in evaluation.rows.items()},
        "mean": {"f1": evaluation.mean, "interval": evaluation.mean_interval},
        "intervals": {"level": LEVEL, "resamples": resamples, "seed": SEED},
    }
    if errors:
        plain["errors"] = [
            {"row": errors, "document": name, "outcome": verdict.outcome, "gold": verdict.gold, "found": verdict.found}
            for name, verdict in evaluation.list_errors(errors)
        ]
    if reliability is not None:
        plain["reliability"] = {name: _export_reliability(measured) for name, measured in reliability.items()}
    return plain


def _export_reliability(measured: Reliability) -> dict[str, Any]:
    bins = zip(name_bins(), measured.bins, strict=True)
    return {
        **_export_share(measured.total),
        "calibration_error": round(measured.error, DIGITS),
        "bins": {name: _export_share(part) for name, part in bins if part.values},
    }


def _export_share(part: Share) -> dict[str, Any]:
    interval = [round(end, DIGITS) for end in part.interval]
    return {"values": part.values, "confidence": round(part.confidence, DIGITS), "right": round(part.share, DIGITS), "interval": interval}


def _export_row(figures: Figures) -> dict[str, Any]:
    tally = figures.tally
    return {
        "gold": tally.gold,
        "precision": figures.precision,
        "recall": figures.recall,
        "f1": figures.f1,
        "interval": figures.interval,
        "right": tally.right,
        "missed": tally.missed,
        "extra": tally.extra,
        "wrong": tally.wrong,
    }
