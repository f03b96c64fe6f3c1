"""Animals whose meat, milk, wool or hair is sold."""

import math
import random

from sogdia.gateways.illustrations import winged
from sogdia.gateways.illustrations.brush import DEEP, dot, fill, line, mix, oval, put, shadow, smooth
from sogdia.gateways.illustrations.leaves import blade
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]


def _leg(
    x: float, top: float, width: float, tint: str, bend: float = 0, hoof: str = DEEP, foot: float = 342
) -> str:
    """A leg that tapers to its hoof."""
    mid, low = (top + foot) / 2, width * 0.36
    d = (
        f"M{x - width} {top}C{x - width * 0.7} {mid - 20} {x - low + bend} {mid} {x - low} {foot}H{x + low + 2}"
        f"C{x + low + bend + 1} {mid} {x + width * 0.7} {mid - 20} {x + width} {top}Z"
    )
    return fill(d, tint) + fill(
        f"M{x - low} {foot - 10}H{x + low + 2}L{x + low + 4} {foot + 2}H{x - low - 1}Z", hoof
    )


def _sheep(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    dark, ear = ("#5A463C", DEEP) if spec.trait != "spots" else ("#2E2826", "#1E1A1A")
    legs = "".join(
        f"M{x} {y}V{z}" for x, y, z in ((140, 262, 340), (172, 270, 344), (236, 270, 344), (268, 258, 340))
    )
    many = 15
    curls = "".join(
        dot(
            196 + 106 * math.cos(i * 2 * math.pi / many),
            196 + 67 * math.sin(i * 2 * math.pi / many),
            rng.uniform(32, 37),
            body,
        )
        for i in range(many)
    )
    under = fill(
        "M96 236C130 286 250 290 296 226C306 262 280 296 196 296S92 274 96 236Z", mix(body, shade, 0.5)
    )
    rows = "".join(
        f"M{113 + 37 * c + (18 if r == 1 else 0) + rng.uniform(-4, 4):.0f} {160 + 36 * r}a9 9 0 1 1 9 9a5 5 0 1 1 3-8"
        for r in range(3)
        for c in range(5)
    )
    top = "".join(dot(x, y, r, light) for x, y, r in ((296, 114, 20), (318, 106, 18), (276, 126, 20)))
    horn = ""
    if spec.kind == "ram":
        horn = line(
            "M300 126C268 108 240 134 252 162C262 182 292 176 288 156C286 146 274 146 272 154", "#B99A6B", 15
        ) + line("M300 126C268 108 240 134 252 162C262 182 292 176 288 156", "#D9C096", 6)
    return (
        f'<path d="{legs}" stroke="{mix(dark, "#2A1E1A", 0.3)}" stroke-width="17" stroke-linecap="round"/>'
        + under
        + curls
        + oval(196, 196, 112, 74, body)
        + fill("M282 186C276 240 220 268 150 262C190 284 270 276 298 224Z", mix(body, shade, 0.4))
        + line(rows, shade, 4)
        + fill(
            "M292 120C320 112 350 128 358 160C364 186 350 206 330 204C304 202 284 178 282 150C281 136 284 124 292 120Z",
            dark,
        )
        + fill("M350 140C358 160 364 190 344 202C338 205 330 204 330 204C346 190 350 166 350 140Z", ear)
        + fill("M296 130C276 124 258 132 250 146C264 156 286 154 298 146Z", ear)
        + top
        + horn
        + dot(330, 152, 4.6, light)
    )


def _goat_head(tints: Tints) -> str:
    """The head with its beard."""
    body, shade, light = tints
    return (
        fill(
            "M288 92C300 72 326 72 340 92C356 110 368 126 362 138C354 148 334 142 318 136C298 130 282 112 288 92Z",
            mix(body, light, 0.3),
        )
        + fill("M340 92C356 110 368 126 362 138C354 148 334 142 318 136C344 130 346 110 340 92Z", shade)
        + fill("M296 92C276 88 260 98 256 112C274 116 292 110 298 102Z", shade)
        + line("M338 142C340 158 336 170 330 180M330 140C330 154 326 162 322 168", light, 6)
        + dot(322, 102, 4.4, DEEP)
    )


_GOAT = (
    (76, 190), (88, 160), (140, 150), (210, 156), (254, 142), (282, 110), (296, 84), (318, 96),
    (312, 140), (306, 180), (292, 222), (250, 250), (180, 256), (116, 246), (84, 226),
)  # fmt: skip


def _goat(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    back = "".join(_leg(x, 230, 15, shade, 2) for x in (136, 276))
    front = "".join(_leg(x, 226, 17, body, -2) for x in (104, 246))
    trunk = smooth(_GOAT)
    tufts = "".join(
        f"M{x} {244 + 4 * math.sin(x)}Q{x + 2} 268 {x + 9} {276 + rng.uniform(-5, 5)}"
        for x in range(104, 290, 13)
    )
    return (
        back
        + line("M80 176C62 166 58 150 62 138", body, 14)
        + line("M306 82C300 48 268 34 244 40M318 82C322 44 292 20 268 20", "#8A7458", 11)
        + front
        + fill(trunk, body)
        + fill(
            "M292 222C250 250 180 256 116 246C180 236 250 220 284 170C298 150 306 160 306 180C302 200 298 212 292 222Z",
            shade,
        )
        + line(tufts, mix(body, shade, 0.5), 7)
        + line(
            "M110 178C112 192 110 206 106 218M142 170C146 188 144 204 140 218M176 172C180 190 178 206 174 220M212 170C216 186 214 202 210 214",
            mix(body, shade, 0.6),
            4,
        )
        + line("M110 162C140 158 180 160 212 162", light, 8)
        + _goat_head(spec.tints)
    )


def _camel_head(tints: Tints) -> str:
    """The head, held high."""
    body, shade, light = tints
    return (
        fill(
            "M304 108C306 88 326 80 344 88C364 96 382 106 380 122C376 136 356 134 340 134C318 136 300 128 304 108Z",
            mix(body, light, 0.25),
        )
        + fill(
            "M380 122C376 136 356 134 340 134C326 134 314 132 308 124C340 128 366 122 372 104C378 108 381 116 380 122Z",
            shade,
        )
        + fill("M306 94C300 82 306 72 318 72C324 80 322 90 316 96Z", shade)
        + line("M308 86C316 76 328 76 336 84", mix(shade, "#4A2F1C", 0.25), 8)
        + dot(338, 100, 4.4, DEEP)
    )


_CAMEL = (
    (74, 204), (84, 168), (104, 146), (118, 104), (136, 96), (152, 122), (170, 146), (186, 120),
    (200, 92), (218, 98), (232, 138), (252, 172), (274, 190), (296, 176), (306, 138), (310, 108),
    (326, 104), (334, 130), (330, 176), (312, 222), (278, 244), (220, 250), (150, 248), (98, 242),
)  # fmt: skip


def _camel(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    back = "".join(_leg(x, 226, 15, shade, b) for x, b in ((136, 4), (246, 3)))
    front = "".join(_leg(x, 222, 17, body, b) for x, b in ((104, -3), (222, -2)))
    trunk = smooth(_CAMEL)
    return (
        back
        + line("M78 190C64 200 60 222 64 240", shade, 6)
        + front
        + fill(trunk, body)
        + fill("M98 242C150 248 220 250 278 244C300 236 318 214 326 186C300 214 240 232 98 242Z", shade)
        + fill(
            "M104 148C112 118 116 98 134 96C148 104 150 120 160 138C140 126 124 128 104 148ZM184 124C190 104 196 92 210 92C224 100 226 120 238 146C220 126 204 120 184 124Z",
            mix(shade, "#4A2F1C", 0.2),
        )
        + line("M122 132C124 116 126 110 132 104M200 118C202 106 204 102 208 98", light, 6)
        + line(
            "".join(
                f"M{x} {y}q{rng.uniform(-5, 5)} 18 {rng.uniform(-9, 2)} {rng.uniform(24, 34)}"
                for x, y in ((282, 226), (294, 216), (306, 204), (316, 190), (324, 174), (328, 156))
            ),
            mix(shade, "#4A2F1C", 0.25),
            8,
        )
        + line(
            "M110 186C112 200 110 212 106 224M140 182C146 198 144 212 140 226M180 176C186 194 184 212 180 226M216 180C222 196 220 212 216 224",
            mix(body, shade, 0.6),
            4,
        )
        + _camel_head(spec.tints)
    )


def _yak_head(tints: Tints) -> str:
    """The head, held low, with its horns."""
    body, shade, light = tints
    return (
        line("M296 148C276 136 268 108 284 90M334 142C356 132 366 106 350 86", "#D9CDB4", 12)
        + fill(
            "M286 160C288 138 308 130 326 136C346 140 352 160 348 186C346 212 342 236 326 240C308 242 296 218 290 196C286 184 285 172 286 160Z",
            mix(body, light, 0.12),
        )
        + fill("M340 146C352 160 350 190 346 212C342 232 336 238 326 240C334 210 340 180 340 146Z", shade)
        + fill("M300 138C306 124 326 122 334 138C330 156 320 166 314 172C306 162 300 152 300 138Z", shade)
        + oval(322, 228, 19, 13, mix(light, "#C9B9A4", 0.5))
        + fill("M290 166C274 160 262 168 260 180C272 186 286 182 292 176Z", shade)
        + dot(330, 178, 4.4, light)
    )


_YAK = (
    (62, 196), (76, 158), (120, 142), (176, 142), (216, 116), (250, 104), (286, 124), (306, 168),
    (304, 220), (280, 262), (180, 276), (96, 272), (66, 244),
)  # fmt: skip


def _yak(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    legs = "".join(_leg(x, 270, 15, shade) for x in (104, 146, 240, 276))
    trunk = smooth(_YAK)
    fringe = "".join(
        f"L{x} {318 + (8 if i % 2 else -22) + rng.uniform(-6, 6):.0f}"
        for i, x in enumerate(range(72, 306, 11))
    )
    hair = "".join(
        f"M{x} {y}q{rng.uniform(-6, 6)} 30 {rng.uniform(-8, 4)} 58"
        for x, y in (
            (96, 206),
            (128, 196),
            (160, 206),
            (192, 194),
            (224, 204),
            (256, 196),
            (282, 206),
            (112, 240),
            (176, 244),
            (240, 244),
        )
    )
    return (
        line("M66 190C42 200 36 236 44 270", shade, 20)
        + line("M44 250C40 270 42 288 50 300", body, 24)
        + legs
        + fill("M68 232" + fringe + "L306 220Z", shade)
        + fill(trunk, body)
        + fill(
            "M66 244C96 272 180 276 280 262C296 240 304 224 305 200C280 240 200 256 66 244Z",
            mix(body, shade, 0.6),
        )
        + line(hair, mix(shade, light, 0.14), 5)
        + line("M96 160C130 150 160 150 182 150M226 122C240 114 254 114 266 120", light, 7)
        + _yak_head(spec.tints)
    )


def _cattle(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    back = "".join(_leg(x, 232, 16, shade) for x in (126, 268))
    front = "".join(_leg(x, 228, 19, body) for x in (96, 240))
    trunk = smooth(
        [
            (62, 168),
            (76, 140),
            (130, 132),
            (200, 138),
            (252, 128),
            (290, 118),
            (312, 134),
            (314, 172),
            (296, 220),
            (262, 250),
            (190, 258),
            (118, 250),
            (76, 236),
            (64, 206),
        ],
        slack=6.5,
    )
    patches = ""
    if spec.trait == "spots":
        patches = fill(smooth([(110, 136), (168, 138), (176, 176), (140, 200), (106, 178)]), light) + fill(
            smooth([(206, 190), (246, 176), (262, 214), (232, 246), (196, 236)]), light
        )
    return (
        back
        + line("M66 158C48 170 46 210 50 244", shade, 8)
        + oval(51, 254, 8, 16, DEEP)
        + front
        + oval(150, 256, 22, 12, mix(light, "#E0A090", 0.5))
        + fill(trunk, body)
        + patches
        + fill("M314 172C306 220 262 250 190 258C150 258 118 250 96 244C190 244 270 230 296 160Z", shade)
        + line("M90 148C120 142 170 146 210 146", light, 8)
        + line("M296 106C286 88 296 72 312 70M330 104C342 88 338 74 326 66", "#E6D9BE", 10)
        + fill(
            "M288 116C296 98 324 94 338 110C352 132 372 152 370 172C366 190 342 188 328 178C304 166 282 142 288 116Z",
            body,
        )
        + fill("M340 114C354 134 372 154 370 172C366 190 342 188 328 178C350 170 352 140 340 114Z", shade)
        + oval(352, 174, 21, 14, mix(light, "#E0B8A0", 0.5), 24)
        + fill("M294 116C272 106 254 114 248 128C266 138 286 134 296 126Z", shade)
        + dot(326, 130, 4.6, DEEP if spec.trait != "spots" else light)
    )


_KINDS = {
    "sheep": _sheep,
    "ram": _sheep,
    "goat": _goat,
    "camel": _camel,
    "yak": _yak,
    "cattle": _cattle,
    "hen": winged.hen,
    "bee": winged.bee,
}


def animal(spec: Spec, rng: random.Random) -> str:
    """The animal, standing; grass at its feet when it comes with company."""
    kind = spec.kind or ("camel" if spec.ratio >= 130 else "sheep")
    grass = ""
    if spec.company != "none":
        spots = ((70, 350), (322, 352)) if spec.seed % 2 else ((94, 352), (306, 350), (206, 356))
        grass = "".join(put(blade(44, 5), x, y, turn) for x, y in spots for turn in (-118, -90, -64))
    scale = 0.95 + spec.size * 0.0007
    inner = put(_KINDS[kind](spec, rng), 200 - 200 * scale, 348 - 348 * scale, 0, scale)
    return shadow(200, 350, 142) + inner + grass
