"""Facts of a paper, in each language, with everything that a template can show."""

from __future__ import annotations

from typing import Any

GOODS = {
    "en": "Green raisins",
    "fr": "Raisins secs d’été",
    "ru": "Зелёный изюм",
    "zh-hans": "吐鲁番绿葡萄干",
    "ar": "زبيب أخضر",
}


def facts(language: str = "en") -> dict[str, Any]:
    goods = GOODS[language]
    return {
        "title": goods,
        "number": "12-IN-2026-000042",
        "brand": "Sogdia",
        "motto": goods,
        "date": "2026-09-14",
        "words": {"page": "{page} / {pages}", "to": goods},
        "kicker": goods,
        "place": goods,
        "url": "https://example.org/lots/LOT-0K3M",
        "ref": "SHP-7K3QM-0X9TB",
        "sscc": "106141411234567897",
        "to": goods,
        "leaves": goods,
        "departure": "EU 087",
        "goods": [{"name": {"text": goods, "sub": "LOT-0K3M"}, "packs": "2"}],
        "parties": [
            {
                "label": goods,
                "name": "Cléo Martin",
                "lines": ["12 rue du Four", {"text": "FR 40", "ltr": True}],
            }
        ],
        "meta": [{"label": goods, "value": {"text": "EU 087", "ltr": True}, "strong": True}],
        "tables": [
            {
                "title": goods,
                "columns": [
                    {"label": goods, "kind": "text"},
                    {"label": goods, "kind": "figure"},
                    {"label": goods, "kind": "money"},
                ],
                "rows": [[{"text": goods, "sub": ["LOT-0K3M", "HS 0806.20"]}, "2", "€50.80"]],
            }
        ],
        "sums": [
            {"label": goods, "value": "€43.80"},
            {"label": goods, "value": "€50.80", "strong": True},
        ],
        "waterfall": {
            "title": goods,
            "rows": [
                {"name": goods, "kind": kind, "value": "€12.70", "from": 2500 * place, "width": 2500}
                for place, kind in enumerate(("grower", "house", "way", "state"))
            ]
            + [{"name": goods, "kind": "total", "value": "€50.80", "from": 0, "width": 10_000}],
        },
        "notes": [goods],
        "signatures": [goods, goods],
        "codes": {"scan": "SOG:S:SHP-7K3QM-0X9TB", "sscc": "106141411234567897"},
        "scan_words": goods,
        "foot": goods,
    }
