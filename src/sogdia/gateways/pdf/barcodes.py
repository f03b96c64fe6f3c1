"""Draw the bar code of a logistic unit: GS1-128."""

from __future__ import annotations

from typing import Final

#: Widths of bars and spaces of Code 128 by value, 0 to 105, and the stop (ISO/IEC 15417, table 1).
_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 "
    "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 "
    "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 "
    "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 "
    "211232 2331112"
)
_WIDTHS: Final = tuple(_TABLE.split())
_START_C: Final = 105
_FNC1: Final = 102
_STOP: Final = 106
_SSCC_IDENTIFIER: Final = "00"
_QUIET: Final = 10


def code_128_c(digits: str) -> list[int]:
    """Give the symbol values of GS1-128 for an even number of digits: start, FNC1, pairs, check, stop."""
    assert digits.isdigit() and len(digits) % 2 == 0, "set C writes pairs of digits"
    values = [_START_C, _FNC1, *(int(digits[i : i + 2]) for i in range(0, len(digits), 2))]
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return [*values, check, _STOP]


def sscc_svg(sscc: str) -> str:
    """Draw an SSCC as GS1-128 with its application identifier; one unit of the drawing is one module."""
    bars, at = [], _QUIET
    for value in code_128_c(_SSCC_IDENTIFIER + sscc):
        for place, width in enumerate(int(w) for w in _WIDTHS[value]):
            if place % 2 == 0:
                bars.append(f"M{at} 0h{width}v60h-{width}z")
            at += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at + _QUIET} 60" preserveAspectRatio="none">'
        f'<path d="{"".join(bars)}"/></svg>'
    )
