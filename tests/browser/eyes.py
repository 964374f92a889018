"""What a page is asked by several tests, in the language that it speaks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Reading:
    """A way of reading a page, and what is asked of it meanwhile; ``change`` brings it about, ``back`` undoes it."""

    name: str
    viewports: tuple[Any, ...]
    questions: tuple[str, ...]
    change: str = ""
    back: str = ""


def small(least: int, wanted: str = "") -> str:
    """The question what a finger has to meet that is smaller than so many pixels; of what is ``wanted``, or of all.

    WCAG 2.2, 2.5.8: links within a sentence are free, and so is what has no other target within a circle of that
    diameter around its middle. What is wanted by name has no such excuse.
    """
    return f"() => ({_SMALL})({json.dumps([wanted, least])})"


def trouble(page: Page, paths: Iterable[str], *readings: Reading) -> dict[str, list[Any]]:
    """What the questions find on each page, loaded once and read in every way; where nothing is found is left out."""
    found: dict[str, list[Any]] = {}
    for path in paths:
        page.goto(path)
        for reading in readings:
            if reading.change:
                page.evaluate(reading.change)
            for viewport in reading.viewports:
                page.set_viewport_size(viewport)
                if said := asked(page, *reading.questions):
                    found[f"{path} {reading.name}, {viewport['width']} px"] = said
            if reading.back:
                page.evaluate(reading.back)
    return found


def asked(page: Page, *questions: str) -> list[Any]:
    """The answers to all questions, one after the other, in one go."""
    return list(page.evaluate(f"() => [{', '.join(questions)}].flatMap(ask => ask())"))


# Nothing needs sideways scrolling: what is wider than the window, outside of what scrolls inside itself. The sky is
# meant to reach from edge to edge; the page clips it.
WIDE = """() => {
    const bar = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX)) return true; return false };
    const out = [...document.querySelectorAll('body *')].filter(e => {
        const box = e.getBoundingClientRect();
        return !e.closest('svg, .unseen, .trap, .skip') && !e.matches('.sky') && box.width > 0 && box.height > 0
            && (box.right > innerWidth + 1 || box.left < -1) && !bar(e) });
    const names = out.map(e => `${e.tagName}.${e.className}: ${(e.innerText || '').slice(0, 30)}`);
    if (document.documentElement.scrollWidth > innerWidth)
        names.push(`the page, ${document.documentElement.scrollWidth} wide`);
    return names.slice(0, 5) }"""

# Words that stand upon other words: the boxes of lines of text, compared pair by pair within the page.
OVERLAPS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.data.trim() || parent.closest('.unseen, .trap, .skip, script, style, svg')
            || !parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2)
            lines.push({node, parent, words: node.data.trim().slice(0, 40), top: box.top + box.height * 0.3,
                bottom: box.bottom - box.height * 0.3, left: box.left + 1, right: box.right - 1});
    }
    lines.sort((a, b) => a.top - b.top);
    const sticky = e => { for (; e && e !== document.body; e = e.parentElement)
        if (['sticky', 'fixed'].includes(getComputedStyle(e).position)) return e; return null };
    // What scrolls within itself is compared with its like alone: the rest of it is out of sight.
    const scroller = e => { for (; e && e !== document.body; e = e.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)) return e; return null };
    const found = [];
    for (let i = 0; i < lines.length && found.length < 5; i++)
        for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j++) {
            const [a, b] = [lines[i], lines[j]];
            if (a.node !== b.node && a.left < b.right && b.left < a.right && sticky(a.parent) === sticky(b.parent)
                && scroller(a.parent) === scroller(b.parent))
                found.push(`${a.words} / ${b.words}`);
        }
    return found }"""

# One first heading, and no level left out on the way down.
HEADINGS = """() => {
    const shown = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')];
    const levels = shown.map(h => Number(h.tagName[1]));
    const first = levels.filter(level => level === 1).length;
    const leaps = shown.filter((_, i) => levels[i] > (levels[i - 1] || 0) + 1).map(h => `leaps: ${h.innerText}`);
    return first === 1 ? leaps : [`${first} first headings`, ...leaps] }"""

# Words of a script that runs from right to left, in a box that runs the other way.
AGAINST_THE_SCRIPT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const first = node.data.match(/\\p{L}/u);
        if (first && /\\p{Script=Arabic}/u.test(first[0])
            && !node.parentElement.closest('script, style, .unseen, [aria-hidden=true]')
            && getComputedStyle(node.parentElement).direction !== 'rtl')
            found.push(`${node.parentElement.outerHTML.slice(0, 100)}`);
    }
    return found.slice(0, 5) }"""

# The whole page, mirrored, and back.
MIRROR = "() => { document.documentElement.dir = 'rtl' }"
UNMIRROR = "() => { document.documentElement.dir = 'ltr' }"

# Boxes that cut off words within them (what is drawn may be cut off).
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        const cuts = [style.overflowX, style.overflowY].map(how => ['hidden', 'clip'].includes(how));
        if (!cuts.includes(true) || e.closest('svg, .unseen, .trap, .skip')) return false;
        const range = document.createRange(), walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (!node.data.trim() || node.parentElement.closest('svg, .unseen, .trap, .skip, script, style')) continue;
            let at = node.parentElement;
            while (at !== e && !['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) at = at.parentElement;
            if (at !== e) continue;  // it can be scrolled to
            range.selectNodeContents(node);
            if ([...range.getClientRects()].some(words => words.width > 1 &&
                ((cuts[0] && (words.left < box.left - 1 || words.right > box.right + 1))
                || (cuts[1] && (words.top < box.top - 1 || words.bottom > box.bottom + 1))))) return true;
        }
        return false })
    .map(e => `${e.tagName}.${e.className} cuts: ${e.innerText.slice(0, 40)}`).slice(0, 5)"""

# What holds of every page, whatever it says.
LOOKS_RIGHT = (WIDE, OVERLAPS, CLIPPED, HEADINGS, AGAINST_THE_SCRIPT)

# Where the focus is: None on the page itself; else what it is, its ring, and whether it can be seen.
FOCUS = """() => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const at = (x, y) => { const top = document.elementFromPoint(x, y);
        return top && (top === e || e.contains(top) || top.contains(e)) };
    // A link over several lines has gaps: look at the middle of each line, and near both ends.
    const seen = [...e.getClientRects()].some(line => [0.1, 0.5, 0.9].some(part =>
        at(line.left + line.width * part, line.top + line.height / 2)));
    const all = [...document.querySelectorAll('*')];
    return {html: e.outerHTML.slice(0, 110), order: all.indexOf(e), ring: style.outlineStyle === 'none' ? 0 :
        parseFloat(style.outlineWidth), seen, top: box.top + scrollY, left: box.left, height: box.height,
        within: box.bottom > 0 && box.top < innerHeight} }"""

# From now on: where the focus is before each Tab; FOCUS_SEEN also says what the last one met.
WATCH_FOCUS = f"""() => {{
    const where = {FOCUS};
    Object.assign(window, {{stopsMet: [], focusNow: where}});
    let begun = false;
    addEventListener('keydown', event => {{
        if (event.key !== 'Tab') return;
        if (begun) window.stopsMet.push(where());
        begun = true }}, true) }}"""
FOCUS_SEEN = "() => [...window.stopsMet, window.focusNow()]"

# Everything that the Tab key should reach; of a group of radio buttons, one.
REACHABLE = """() => [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({checkVisibilityCSS: true}))
    .filter((e, at, all) => e.type !== 'radio' || all.findIndex(o => o.type === 'radio' && o.name === e.name) === at)
    .length"""

_SMALL = """([wanted, least]) => {
    const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const boxOf = e => (e.closest('.choice, label') || e).getBoundingClientRect();
    const shown = [...document.querySelectorAll(every)].filter(e =>
        !e.closest('.trap, .skip, .unseen') && e.checkVisibility({checkVisibilityCSS: true}) && boxOf(e).width);
    const middle = e => { const b = boxOf(e); return [b.left + b.width / 2, b.top + b.height / 2] };
    const inline = e => e.matches('a') && getComputedStyle(e).display === 'inline'
        && e.parentElement.innerText.trim().length > e.innerText.trim().length;
    const alone = e => { const [x, y] = middle(e); return shown.every(o => { if (o === e) return true;
        const b = boxOf(o), dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
        return Math.hypot(dx, dy) >= least / 2 }) };
    return shown.filter(e => e.matches(wanted || every)).filter(e => {
        const box = boxOf(e), small = Math.min(box.width, box.height) < least - 0.5;
        return small && (wanted || !(inline(e) || alone(e))) })
        .map(e => `${e.outerHTML.slice(0, 100)} ${boxOf(e).width}×${boxOf(e).height}`).slice(0, 5) }"""

# WCAG 2.1, 1.4.12. The tools of the browser set it: the page's Content-Security-Policy refuses added styles.
SPACED = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [sheet] }"""
UNSPACED = "() => { document.adoptedStyleSheets = [] }"

# WCAG 2.1, 1.4.4: the reader's letters, twice as large.
LARGE = "() => { document.documentElement.style.fontSize = '200%' }"
USUAL = "() => { document.documentElement.style.fontSize = '' }"
