#!/usr/bin/env python3
"""Writes docs/compliance/ from the packs and the tables of cases: a page per country for a lawyer,
and the register of what can be enforced, with its tests.

  compliance.py write    write the pages anew
  compliance.py check    exit 1 where a page is not what the data say
"""
import json
import os
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKS = os.path.join(SOURCE, "policies", "packs")
PAGES = os.path.join(SOURCE, "docs", "compliance")
TABLES = ("gate_cases.txt", "rule_cases.txt", "term_cases.txt")
NAMES = {
    "AR": "Argentina", "BO": "Bolivia", "BR": "Brasil", "CL": "Chile", "CO": "Colombia",
    "CR": "Costa Rica", "DO": "República Dominicana", "EC": "Ecuador", "ES": "España",
    "GB": "United Kingdom", "GT": "Guatemala", "HN": "Honduras", "INT": "Our own policy",
    "MX": "México", "PA": "Panamá", "PE": "Perú", "PY": "Paraguay", "SV": "El Salvador",
    "US": "United States", "UY": "Uruguay",
}
ENFORCED = ("contact_hours", "frequency_cap", "channel_consent", "allowed_roles",
            "forbidden_contact")
COUNTED = ENFORCED + ("fee_cap", "interest_cap", "deadline")
NO_BOUNDARY = {  # in force, and nothing in it that could be passed: no test can have two sides
    "MX-RATE": "no figure: a court decides",
    "GT-RATE": "no figure: what it bars is no amount",
    "GT-HOURS": "no clock times: the default is enforced",
    "GB-HOURS": "no clock times: the default is enforced",
    "ISO-10002": "a standard without a numeric deadline, and no law: it is in no pack",
}
DAYS = (("mon_fri", "Mon–Fri"), ("sat", "Sat"), ("sun", "Sun"), ("holiday", "holiday"))
TIMED = ("call", "visit", "email", "sms", "whatsapp")  # what our default gives hours and maxima
GAPS = (  # what a country may set, and what holds where its pack sets nothing
    ("hours", "contact_hours", "INT-DEFAULT-HOURS"),
    ("how often", "frequency_cap", "INT-DEFAULT-DAY, INT-DEFAULT-WEEK"),
    ("consent for a channel", "channel_consent", "INT-CONSENT, INT-CONSENT-WHATSAPP"),
    ("whom the debt may be discussed with", ("allowed_roles", "forbidden_contact"), "INT-THIRD"),
)
WARNING = """\
This page is written from `policies/packs/{cc}.json` by `tools/compliance.py`; do not edit it.
It is **not legal advice**. The pack was made from research of {as_of}, not from the official
texts, and **counsel of the country must read it, correct it and sign it before anybody relies
on it**. A line marked *to confirm* comes from general knowledge and has no text behind it yet.
"""

REGISTER = """\
# The register of legal requirements

Written by `tools/compliance.py write` from the packs and the tables of cases: every rule of law in
force that can be enforced, with its citation, how sure we are, where it is kept, and the tests on
both sides of its boundary (a case is a line of a table in `tests/comply`, named by the rule).
`acuerdo comply register --results build/test/results.tsv` shows every rule of every pack with what
each test said in the last run of `scripts/test`.

*gate*: nothing leaves without it (`src/comply/gate.c`). *charges*: `acuerdo rate`
(`src/policy/charge.c`). *reckoned*: the last day is computed (`src/comply/terms.c`); answers to
disputes and to what persons ask about their data are watched by `acuerdo report deadlines`, the
other terms by no process yet.
"""


def read_packs():
    found = {}
    for name in sorted(os.listdir(PACKS)):
        if name.endswith(".json"):
            with open(os.path.join(PACKS, name), encoding="utf-8") as file:
                found[name[:-5]] = json.load(file)
    return found


def count_cases():
    """How many cases name a rule, by table."""
    found = {}
    for table in TABLES:
        with open(os.path.join(SOURCE, "tests", "comply", table), encoding="utf-8") as file:
            for line in file:
                if line.startswith("#") or "|" not in line:
                    continue
                name, _, said = (part.strip() for part in line.split("|"))
                rules = {word[5:] for word in said.split() if word.startswith("rule=")}
                for rule in rules | {name}:
                    found.setdefault(rule, {}).setdefault(table, 0)
                    found[rule][table] += 1
    return found


def hours(windows):
    if windows == "any":
        return "any hour"
    parts = []
    for key, name in DAYS:
        spans = windows[key]
        parts.append(f"{name} " + ("not set" if spans is None else "closed" if not spans else
                                   ", ".join(f"{start}–{end}" for start, end in spans)))
    return "; ".join(parts)


def maximum(cap):
    span = {"day": "a day", "week": "a week from " + cap.get("week_start", "monday").title(),
            "days": f"in {cap.get('days')} days"}[cap["per"]]
    counted = cap.get("count", "attempts")
    what = {"answered": "attempts on a day with an answer",
            "unanswered": "attempts without an answer",
            "channels": "other channel after a conversation: none"}.get(counted, counted)
    if counted == "channels":
        return f"{what} {span}"
    if counted == "contacts" and cap["max"] == 1:
        return f"none after a conversation {span}"
    return (f"{cap['max']} {what} {span}" + (", channels together" if cap.get("together") else "") +
            (", per debt" if cap.get("of") == "case" else ""))


def percent(ppm):
    return f"{ppm / 10000:g} %"


def fee(rule):
    unit = rule.get("unit", "")
    parts = []
    start = None
    for tier in rule.get("tiers", []):
        end = tier.get("up_to")
        bound = f"up to {end / 100:g} {unit}" if end else "above" if start else "of the base"
        parts.append(f"{bound}: " + (percent(tier["rate_ppm"]) if "rate_ppm" in tier else
                                     f"{tier['flat'] / 100:g} {unit}"))
        start = end
    if "most" in rule:
        parts.append(f"at most {rule['most'] / 100:g} {unit}".rstrip())
    if "min_days_late" in rule:
        parts.append(f"after {rule['min_days_late']} days late")
    if "reduction" in rule:
        parts.append(f"{rule['reduction'] / 100:g} {unit} less without the free notice within "
                     f"{rule['notice_days']} days")
    if "unit_days" in rule:
        parts.append(f"a value of {unit} holds {rule['unit_days']} day"
                     + ("s" if rule["unit_days"] > 1 else ""))
    return "; ".join(parts)


def rate(limit):
    text = percent(limit.get("added_ppm", 0)) if "added_ppm" in limit else ""
    if "reference" in limit:
        text = limit["reference"] + (f" + {text}" if text else "")
    if "published" in limit:
        text += f" (published as {limit['published']}, holds {limit['published_days']} days)"
    times = limit.get("times_ppm", 1000000)
    return f"{limit['id']}: ({text}) × {times / 1000000:g}" if times != 1000000 else \
        f"{limit['id']}: {text}"


def term(one):
    bound = "at most" if "most" in one else "at least"
    return f"{one['id']}: {bound} {one.get('most', one.get('least'))} {one['unit']}"


def figures(rule):
    parts = []
    if "windows" in rule:
        parts.append(hours(rule["windows"]))
    parts += [maximum(cap) for cap in rule.get("maxima", [rule] if "per" in rule else [])]
    if "need" in rule:
        parts.append("consent " + rule["need"].replace("_", " "))
    if "roles" in rule:
        parts.append("only " + ", ".join(rule["roles"]))
    if "when" in rule:
        parts.append("closed when " + ", ".join(rule["when"]))
    parts += [term(one) for one in rule.get("terms", [])]
    if "fee" in rule:
        parts.append(fee(rule["fee"]))
    parts += [rate(one) for one in rule.get("rates", [])]
    if "channels" in rule:
        parts.append("by " + ", ".join(rule["channels"]))
    return "<br>".join(parts).replace("_", " ") or "–"


def binding(rule):
    if rule["status"] in ("bill", "none_found"):
        return {"bill": "a bill: never enforced", "none_found": "nothing found"}[rule["status"]]
    who = "law" if rule["basis"] == "law" else "our policy, not law"
    since = f" from {rule['effective_on']}" if "effective_on" in rule else ""
    until = f" to the day before {rule['repealed_on']}" if "repealed_on" in rule else ""
    how = {"gate": "", "charges": "; asked before a charge", "reckoned": "; reckoned",
           "–": "; kept for reading"}[control(rule)]
    strict = "; strict mode only" if "mode" in rule else ""
    return who + since + until + how + strict


def tests(rule, cases):
    found = cases.get(rule["id"])
    if found:
        return ", ".join(f"{count} in {table}" for table, count in sorted(found.items()))
    return "–"


def row(rule, cases):
    note = f"<br>*{rule['note']}*" if "note" in rule else ""
    region = f" ({rule['region']})" if "region" in rule else ""
    confirm = ", **to confirm**" if rule.get("to_confirm") else ""
    cells = [rule["id"] + region, rule["summary"]["es"] + "<br>" + rule["summary"]["en"] + note,
             figures(rule), rule["citation"], rule["confidence"] + confirm, binding(rule),
             tests(rule, cases)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def is_figure(rule):
    """Whether a law in force sets something; hours that it leaves open everywhere are none."""
    return rule["status"] == "in_force" and (
        rule["kind"] != "contact_hours" or rule["windows"] == "any" or
        any(span is not None for span in rule["windows"].values()))


def gap(what, kinds, default, rules):
    """The line of what no law sets, for the channels that none names; None: laws set it all."""
    live = [r for r in rules if r["kind"] in kinds and is_figure(r)]
    open_to_us = [c for c in TIMED if not any(c in r.get("channels", TIMED) for r in live)]
    if live and (not open_to_us or kinds[0] not in ("contact_hours", "frequency_cap")):
        return None
    by = f" by {', '.join(open_to_us)}" if live else ""
    return f"- {what}{by}: no law with a figure was found; our policy holds ({default})."


def gaps(rules):
    """What the pack leaves to our policy."""
    lines = []
    for what, kinds, default in GAPS:
        line = gap(what, (kinds,) if isinstance(kinds, str) else kinds, default, rules)
        lines += [line] if line else []
    for rule in rules:
        if rule["status"] in ("bill", "none_found"):
            lines.append(f"- {rule['id']}: {rule['summary']['en']}")
        if rule.get("to_confirm"):
            lines.append(f"- {rule['id']}: the text has to be found and read.")
        elif rule["confidence"] == "low" and rule["basis"] == "law":
            lines.append(f"- {rule['id']}: a single source.")
    return lines or ["- Nothing was noted; that is no promise that nothing is missing."]


def page(cc, pack, cases):
    rules = pack["rules"]
    lines = [f"# {NAMES[cc]} ({cc}): rules of contact and collection", "",
             WARNING.format(cc=cc, as_of=pack["as_of"]),
             f"Pack version {pack['version']}, {len(rules)} rules. Where it sets nothing holds "
             "[our own policy](INT.md).", "",
             "| rule | what it says | figures | citation | confidence | status | cases |",
             "|---|---|---|---|---|---|---|"]
    lines += [row(rule, cases) for rule in rules]
    if cc != "INT":
        lines += ["", "## What is missing or has to be confirmed", ""] + gaps(rules)
    lines += ["", "## Signed", "",
              "| counsel | day | pack version | remarks |", "|---|---|---|---|",
              "| *nobody yet* | | | |"]
    return "\n".join(lines) + "\n"


def index(packs, cases):
    lines = ["# The law in the packs", "",
             "One page per country, written from `policies/packs/` and the tables of cases in",
             "`tests/comply/` by `tools/compliance.py write`; CI refuses old pages.",
             "Nothing here is legal advice, and **no pack is to be relied upon before counsel of",
             "its country has signed it**.", "",
             "[The register](register.md) lists what can be enforced, with its tests.", "",
             "| country | rules | law in force | enforced by the gate | bills and not found | "
             "to confirm | with cases |", "|---|---|---|---|---|---|---|"]
    for cc, pack in packs.items():
        rules = pack["rules"]
        law = [r for r in rules if r["status"] == "in_force"]
        cells = [f"[{NAMES[cc]}]({cc}.md)", len(rules), len(law),
                 sum(r["kind"] in ENFORCED for r in law),
                 sum(r["status"] in ("bill", "none_found") for r in rules),
                 sum(bool(r.get("to_confirm")) for r in rules),
                 sum(r["id"] in cases for r in rules)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def control(rule):
    if rule["kind"] in ENFORCED:
        return "gate"
    if "fee" in rule or "rates" in rule:
        return "charges"
    return "reckoned" if "terms" in rule else "–"


def register(packs, cases):
    """Every rule of law in force with something to enforce, with the tests of both its sides."""
    lines = REGISTER.splitlines() + [
        "", "| rule | citation | confidence | from | control | tests |",
        "|---|---|---|---|---|---|"]
    total = tested = 0
    for pack in packs.values():
        for rule in pack["rules"]:
            if rule["status"] != "in_force" or rule["basis"] != "law" or \
                    rule["kind"] not in COUNTED:
                continue
            total += 1
            tested += rule["id"] in cases
            reason = NO_BOUNDARY.get(rule["id"])
            cells = [rule["id"], rule["citation"], rule["confidence"] +
                     (", **to confirm**" if rule.get("to_confirm") else ""),
                     rule.get("effective_on", "–"), control(rule),
                     f"none: {reason}" if reason else tests(rule, cases)]
            lines.append("| " + " | ".join(cells) + " |")
    lines += ["", f"{total} rules, {tested} with tests.", "", "## Without a boundary", ""]
    lines += [f"- {rule}: {reason}" for rule, reason in NO_BOUNDARY.items()]
    return "\n".join(lines) + "\n"


def pages():
    packs = read_packs()
    cases = count_cases()
    yield "README.md", index(packs, cases)
    yield "register.md", register(packs, cases)
    for cc, pack in packs.items():
        yield cc + ".md", page(cc, pack, cases)


def check(name, text):
    path = os.path.join(PAGES, name)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return 0
    print(f"docs/compliance/{name} is not current: run tools/compliance.py write")
    return 1


def main():
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__)
    if sys.argv[1] == "check":
        wrong = sum(check(name, text) for name, text in pages())
        print(f"compliance: {wrong} pages are not current" if wrong else "compliance: current")
        sys.exit(wrong > 0)
    os.makedirs(PAGES, exist_ok=True)
    for name, text in pages():
        with open(os.path.join(PAGES, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
