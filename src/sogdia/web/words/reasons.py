"""Why a product is closed in a market, or what its goods need there: one sentence per reason key of the world's rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sogdia.domain.refusals import Refusal
from sogdia.plumbing import formats
from sogdia.usecases import cancel_order, true_up_departure, withdraw_order
from sogdia.web import refusals

#: By reason key of an admissibility rule.
ADMISSIBILITY: Final[dict[str, Promise]] = {
    "animal-disease-ban": _(
        "Meat of cloven-hoofed animals from areas with foot-and-mouth disease is refused there."
    ),
    "animal-fibre-unprocessed": _(
        "Unprocessed animal hair is a controlled by-product there, and a broker has not yet found a way for it."
    ),
    "animal-product-unlisted": _(
        "Goods of animal origin need a listed country, a registered establishment and a veterinary certificate; "
        "none is on file."
    ),
    "antidumping-and-food-contact": _(
        "An anti-dumping duty that depends on the maker and tests for contact with food are not yet settled."
    ),
    "composite-food-unknown": _(
        "For food with several ingredients the recipe decides, and no broker has decided yet."
    ),
    "duty-unknown": _("The duty of this market is not on file, so no price can be promised."),
    "excise-unknown": _("Excise duty is due on alcohol there and its rate is not on file."),
    "exempt-from-plant-quarantine": _(
        "These goods need no plant-health certificate; the importer files the food notification."
    ),
    "food-contact-declaration": _("Articles that touch food need a declaration of compliance."),
    "forced-labour-presumption": _(
        "Goods wholly or partly from Xinjiang are presumed by law to be made with forced labour and are refused "
        "entry there."
    ),
    "fresh-fruit-pests": _(
        "Many fresh fruits are refused there because of codling moth and fruit flies; whether this one is "
        "admitted is not settled."
    ),
    "fresh-produce-unknown": _("The plant-health rule for fresh produce from here is not settled there."),
    "home-sale": _("Sold inside the country: no border is crossed."),
    "increased-checks": _("Consignments are announced beforehand and some are sampled at the border."),
    "inspected-without-certificate": _(
        "Dried nuts are inspected on arrival without a certificate; the importer files the food notification."
    ),
    "no-rule-known": _(
        "No rule on these goods is on file for this market, and what is not known stays closed."
    ),
    "no-special-measure": _("No special import measure was found for these goods; a broker confirms."),
    "official-certificate-and-analysis": _(
        "An official certificate and the results of analysis are needed before entry."
    ),
    "other-pome-fruit-unknown": _("The rule for apples and other pears from here is not settled there."),
    "pears-only-from-named-region": _(
        "Fragrant pears are admitted only from the named region, from registered sites, inspected, in "
        "insect-proof labelled cartons."
    ),
    "plant-health-certificate": _("A plant-health certificate of the exporting country is needed."),
    "plant-or-medicine-unknown": _(
        "Whether this plant counts as food, herb or medicine is decided for each plant, and is not decided yet."
    ),
    "restriction-state-unknown": _(
        "A temporary restriction was announced; whether it still holds is not settled."
    ),
    "resumed-under-guarantees": _(
        "Admitted again after a suspension, with a plant-health certificate and a registered origin."
    ),
    "rice-controls-unknown": _("Special controls on rice goods may apply there; their state is not settled."),
    "safety-data-sheet": _("Essential oils travel with a safety data sheet and a hazard label."),
    "seed-potatoes-and-tubers-refused": _("Potato tubers from this country are refused there."),
    "surcharge-unknown": _(
        "The duties now in force there on goods of China are not on file, so no price can be promised."
    ),
    "unknown": _("Whether these goods may enter there is not known, and what is not known stays closed."),
}

#: By reason of a duty that cannot be computed.
DUTIES: Final[dict[str, Promise]] = {
    "agri-component": _(
        "The duty there depends on the milk, sugar and starch inside, which nobody has stated."
    ),
    "anti-dumping": _("An anti-dumping duty there depends on the maker and is not settled."),
    "entry-price": _("The duty there depends on the entry price of the day, which is not on file."),
    "other": _("The duty there cannot be computed from what is on file."),
    "surcharge-unknown": _(
        "The duties now in force there on goods of China are not on file, so no price can be promised."
    ),
    "unit": _("The duty there counts a measure of the goods that nobody has taken yet."),
}


@dataclass(frozen=True)
class Closed:
    """Why something cannot be had: a sentence in the reader's language and the legal source, if it is a law."""

    sentence: str
    source: str = ""
    code: str = ""
    is_law: bool = False


def closed(refusal: Refusal) -> Closed:
    """Say why, by the reason inside the refusal where it names one, else by its code."""
    params = refusal.params
    key = str(params.get("reason_key", ""))
    if refusal.code == "not-admissible" and key in ADMISSIBILITY:
        return Closed(
            str(ADMISSIBILITY[key]),
            "" if key == "duty-unknown" else str(params.get("legal_source", "")),  # there is none to name
            refusal.code,
            params.get("effect") == "prohibited",
        )
    reason = str(params.get("reason", ""))
    if refusal.code == "duty-not-computable" and reason in DUTIES:
        return Closed(str(DUTIES[reason]), code=refusal.code)
    return Closed(refusals.fact(refusal), code=refusal.code)


def document_name(code: str) -> str:
    """Name a paper that a lot may hold or need; an unknown code names itself."""
    names = {
        "phytosanitary-certificate": gettext("Plant-health certificate"),
        "official-certificate": gettext("Official certificate"),
        "food-contact-declaration": gettext("Declaration for contact with food"),
        "safety-data-sheet": gettext("Safety data sheet"),
        "CHED-D": gettext("Common health entry document (CHED-D)"),
        "certificate-of-origin": gettext("Certificate of origin"),
        "veterinary-certificate": gettext("Veterinary certificate"),
        "health-certificate": gettext("Health certificate"),
    }
    return names.get(code, code)


def kept_reason(reason: str) -> str:
    """Say why money goes back in the reader's language: the house's own sentences; a person's stand as written."""
    said = {
        true_up_departure.REASON: gettext("The true freight is lower than the quoted one."),
        cancel_order.REASON: gettext("The buyer cancelled before the cut-off."),
        withdraw_order.REASON: gettext("The buyer withdrew."),
    }
    return said.get(reason, reason)


def market_name(code: str) -> str:
    """Name the country of a market."""
    return formats.country_name(code)
