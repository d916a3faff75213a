#!/usr/bin/env python3
"""Pages and pictures as a browser lays them out: `python3 .ci/browser.py target/dist/hlj`.

Every page is opened in headless Chromium at the width of a phone, of a desktop and of paper, on a light and on a dark
ground. Reported is what a reader would see go wrong: a page that scrolls sideways, text that is cut, that lies on other
text or cannot be told from its ground, an error in the console. Exits with 1 where there is any, with 2 where no browser is.
"""

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = [
    "gdp", "gdp Hegang", "gdp --wide", "population", "population Hegang", "sectors Hegang", "province", "districts",
    "census", "pillars", "rank gdp-per-capita", "compare Hegang Jixi", "compare Hegang -y 2005,2015", "profile Hegang",
    "profile Hegang --lang zh", "structure Hegang", "shift-share -y 2010,2015", "disparity gdp-per-capita", "cycle gdp",
    "check", "areas", "gdp --lang zh", "gdp --as yoy -i gdp",
]
WIDTHS = [(390, "screen"), (1280, "screen"), (700, "print")]

# Runs inside each page; what it finds goes to the page around it.
MEASURE = r"""
const faults = [];
const fault = text => { if (faults.length < 8) faults.push(text); };
window.addEventListener('error', event => fault('error in the console: ' + event.message));
const short = text => JSON.stringify(text.trim().slice(0, 30));
function seen(element) {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible' && !element.closest('.unseen');
}
function light(color) {
  const [r, g, b] = color.match(/[\d.]+/g).map(Number).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
function measure() {
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth + 1) fault(`scrolls sideways: ${root.scrollWidth} px wide`);
  for (const box of document.querySelectorAll('.scroll, pre, p, li, h1, h2'))
    if (seen(box) && box.scrollWidth > box.clientWidth + 1 && (innerWidth < 800 || !box.matches('.scroll')))
      fault(`${box.tagName} scrolls sideways: ${box.scrollWidth} of ${box.clientWidth} px, ${short(box.textContent)}`);
  for (const cell of document.querySelectorAll('td, th')) {
    if (!seen(cell)) continue;
    if (cell.scrollWidth > cell.clientWidth + 1) fault(`cut: ${short(cell.textContent)}`);
  }
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const element of document.querySelectorAll('h1, h2, p, td, th, li, .unit, a'))
    if (seen(element) && contrast(getComputedStyle(element).color, ground) < 4.5) fault(`faint: ${short(element.textContent)}`);
  for (const svg of document.querySelectorAll('svg')) {
    if (!seen(svg)) continue;
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter(seen);
    const boxes = texts.map(text => text.getBoundingClientRect());
    texts.forEach((text, at) => {
      const box = boxes[at];
      if (parseFloat(getComputedStyle(text).fontSize) * frame.width / svg.viewBox.baseVal.width < (innerWidth === 700 ? 7.5 : 9)) fault(`too small: ${short(text.textContent)}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        fault(`cut in the picture: ${short(text.textContent)}`);
      for (let other = at + 1; other < boxes.length; other++) {
        const b = boxes[other];
        const wide = Math.min(box.right, b.right) - Math.max(box.left, b.left);
        const high = Math.min(box.bottom, b.bottom) - Math.max(box.top, b.top);
        // Letters do not fill their boxes, least of all in height.
        if (wide > 2 && high > Math.min(box.height, b.height) * 0.45) fault(`overlap: ${short(text.textContent)} and ${short(texts[other].textContent)}`);
      }
    });
  }
  parent.postMessage(faults, '*');
}
window.addEventListener('load', measure);
"""

HARNESS = """<!DOCTYPE html><meta charset="utf-8"><body><pre id="found"></pre>{frames}<script>
const found = {{}};
addEventListener('message', event => {{
  for (const frame of document.querySelectorAll('iframe'))
    if (frame.contentWindow === event.source) found[frame.name] = event.data;
  document.getElementById('found').textContent = JSON.stringify(found);
}});
</script></body>"""


def laid_out(page, medium):
    """The page with what measures it; for paper, with its rules for print in force everywhere."""
    if medium == "print":
        page = page.replace("@media print", "@media all").replace("@media screen and", "@media not all and")
    return page.replace("<head>", "<head><script>" + MEASURE + "</script>", 1)


def found(browser, folder, page, dark):
    frames = []
    for width, medium in WIDTHS:
        file = folder / f"{medium}-{width}.html"
        file.write_text(laid_out(page, medium), encoding="utf-8")
        name = f"{medium} {width}"
        frames.append(f'<iframe name="{name}" src="{file.name}" width="{width}" height="900" style="border:0"></iframe>')
    # The harness measures frames that load after its listener is there.
    harness = folder / "harness.html"
    head, tail = HARNESS.format(frames="@").split("@")
    script = tail[tail.index("<script>") : tail.index("</script>") + len("</script>")]
    harness.write_text(head + script + "".join(frames), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        "--virtual-time-budget=4000", f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        "--window-size=1400,1000", "--dump-dom", harness.as_uri(),
    ]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    match = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
    told = json.loads(html.unescape(match.group(1)) or "{}") if match else {}
    missing = [f"{m} {w}" for w, m in WIDTHS if f"{m} {w}" not in told]
    return [(name, fault) for name, faults in told.items() for fault in faults] + [(m, "was not measured") for m in missing]


def main():
    hlj = Path(sys.argv[1]).resolve()
    pages = sys.argv[2:] or PAGES
    browser = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if browser is None:
        print("there is no Chromium here", file=sys.stderr)
        return 2
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for question in pages:
            answer = subprocess.run([hlj, *question.split(), "-f", "html"], capture_output=True, text=True)
            for dark in (False, True):
                for where, fault in found(browser, folder, answer.stdout, dark):
                    faults += 1
                    print(f"hlj {question}: {where}, {'dark' if dark else 'light'}: {fault}")
    print(f"{len(pages)} pages at {len(WIDTHS)} widths, light and dark: " + (f"{faults} faults" if faults else "as they should be"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
