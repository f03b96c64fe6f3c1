"""The hen and the bee."""

import random

from sogdia.gateways.illustrations.brush import DEEP, dot, fill, line, mix, oval, put
from sogdia.gateways.illustrations.spec import Spec


def hen(spec: Spec, rng: random.Random) -> str:
    """A hen."""
    body, shade, light = spec.tints
    feathers = "".join(
        f"M{150 + 30 * c + 14 * (r % 2)} {206 + r * 24}q12 14 24 0" for r in range(3) for c in range(3)
    )
    return (
        line(
            "M178 300V344M178 344L154 350M178 344L200 350M226 296V344M226 344L202 350M226 344L250 350",
            "#C98A2E",
            8,
        )
        + fill(
            "M120 214C70 190 44 130 66 92C92 96 104 118 112 136C110 108 122 92 140 88C146 116 148 150 152 176Z",
            shade,
        )
        + fill(
            "M112 196C120 160 168 168 206 166C236 164 242 120 252 92C262 68 300 66 310 96C316 122 312 168 302 212C290 268 246 306 196 304C148 302 106 260 112 196Z",
            body,
        )
        + fill(
            "M304 200C292 262 246 306 196 304C174 303 152 294 138 280C210 284 280 240 296 160C304 140 310 160 304 200Z",
            shade,
        )
        + fill(
            "M146 200C180 178 236 190 258 222C240 262 180 270 152 246C138 232 138 212 146 200Z",
            mix(body, light, 0.45),
        )
        + line(feathers, shade, 4)
        + fill(
            "M260 78C258 56 274 52 278 64C282 46 300 48 298 64C310 56 318 68 308 84C292 74 276 72 260 78Z",
            "#B8392E",
        )
        + fill("M308 96L336 108L308 116Z", "#D99A3A")
        + fill("M300 116C312 116 316 136 308 146C298 142 294 128 300 116Z", "#B8392E")
        + dot(290, 96, 4.6, DEEP)
    )


def bee(spec: Spec, rng: random.Random) -> str:
    """A bee."""
    body, shade, light = spec.tints
    wing = "M0 0C-60-40-80-120-20-128C30-124 30-50 0 0Z"
    return (
        put(fill(wing, "#DDE3EA"), 196, 176, -18)
        + put(fill(wing, "#C3CDDA"), 224, 172, 26, 0.86)
        + oval(196, 220, 112, 70, body)
        + fill(
            "M150 156C166 196 166 244 150 284L176 289C194 244 194 196 176 151ZM214 151C232 196 232 244 214 289L242 283C258 244 258 196 242 157Z",
            DEEP,
        )
        + fill("M250 163A112 70 0 0 1 150 284C220 270 276 240 250 163Z", shade, 0.6)
        + dot(306, 204, 42, DEEP)
        + line(
            "M318 168C326 142 346 136 358 142M300 164C304 136 318 124 332 122M170 290L156 322M210 292L206 326M248 280L258 314",
            DEEP,
            7,
        )
        + line("M108 210C114 186 128 172 142 164", light, 8)
    )
