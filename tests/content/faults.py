"""Faults to plant in a good course: what to change, where it shall be found, what shall be said."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

GOOD = Path(__file__).parent / "courses"
TODAY = date(2026, 11, 23)
VALJA = "provkurs/sv/01-att-valja.md"
ORDNA = "provkurs/sv/02-att-ordna.md"
SKRIVA = "provkurs/sv/03-att-skriva.md"
ENGLISH = "provkurs/en/03-att-skriva.md"
COURSE = "provkurs/course.md"
FRAMEWORK = "competences.yaml"
SOURCES = "sources.yaml"


@dataclass(frozen=True)
class Fault:
    """In `file`, `old` (there once) becomes `new`; the line with `at` is where it is found."""

    name: str
    file: str
    old: str
    new: str
    at: str
    said: str
    echoes: int = 0
    """How many more faults it brings with it, in what depends on it."""

    def plant(self, root: Path) -> None:
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.name}: {text.count(self.old)} × {self.old!r}"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")

    def line(self, root: Path) -> int:
        """The line to be named, in the files as they stand now."""
        lines = (root / self.file).read_text(encoding="utf-8").split("\n")
        found = [number for number, line in enumerate(lines, 1) if self.at in line]
        assert len(found) == 1, f"{self.name}: {self.at!r} stands on lines {found}"
        return found[0]


def good_copy(to: Path) -> Path:
    """A folder of courses without fault, to do as one likes with."""
    return Path(shutil.copytree(GOOD, to / "courses"))


def fault(
    name: str, file: str, old: str, new: str, said: str, at: str | None = None, echoes: int = 0
) -> Fault:
    return Fault(name, file, old, new, new if at is None else at, said, echoes)


LUNCH = "{#nej-till-lunch competence=se-malen form=b}"

# At most one for each place, so that all of them can stand in the same files at once.
TOGETHER = [
    # front matter
    fault("an id that is no slug", ORDNA, "id: att-ordna", "id: Att_Ordna", "a–z, siffror"),
    fault("an unknown key", VALJA, "minutes: 8", "minutes: 8\nlevel: 2", "hör inte hemma",
          "level: 2"),
    fault("minutes in words", ORDNA, "minutes: 6", "minutes: sex", "heltal"),
    fault("too many minutes", SKRIVA, "minutes: 5", "minutes: 90", "högst 60"),
    fault("a goal that does not exist", VALJA, "goals: [3, 12]", "goals: [3, 21]", "högst 17"),
    fault("a key twice", SKRIVA, "edition: 1", "edition: 1\nedition: 2", "två gånger",
          "edition: 2"),
    fault("a tab", ORDNA, "edition: 1", "edition:\t1", "tabb"),
    fault("an unknown track", COURSE, "id: chef", "id: chefer", "alla, chef"),
    fault("a share over one", COURSE, "pass_share: 0.8", "pass_share: 80", "högst 1"),
    fault("release notes left empty", COURSE, "notes: Första utgåvan.", "notes: ''", "tom"),
    fault("a class that does not exist", COURSE, "changes: {}",
          "changes: {att-valja: stor}", "”stor”"),
    # text
    fault("a heading of level 1", VALJA, "## Tre sätt att se", "# Tre sätt att se", "redan överst"),
    fault("a skipped level", VALJA, "### En tabell", "#### En tabell", "hoppar över"),
    fault("straight quotation marks", VALJA, "- **Människor** och deras hälsa",
          '- "Människor" och deras hälsa', "Raka citattecken"),
    fault("a source that does not exist", VALJA, "dag. [källa: fn-2015]",
          "dag. [källa: fn-2051]", "fn-2051"),
    fault("a source misspelt", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna, skriv och bestäm dig. [källa fn-2015]", "ingen källa"),
    fault("raw HTML", ORDNA, "Arbetet går i fyra steg.", "Arbetet går i <b>fyra</b> steg.", "HTML"),
    fault("a refused scheme", VALJA, "[lagen](https://selex.se/eli/sfs/2017/725)",
          "[lagen](javascript:alert(1))", "javascript:"),
    fault("an image without text", VALJA, "![Linje som sjunker]", "![]", "Bilden saknar text",
          "linje.png"),
    fault("a link to no file", VALJA, "(02-att-ordna.md)", "(02-att-odna.md)", "finns inte"),
    fault("an unfinished code block", VALJA, '</b> "citat"\n```\n', "</b> ”citat”\n",
          "Kodblocket", "```"),
    fault("a demand by the standard", VALJA, "Standarden ger råd.",
          "Standarden kräver en plan.", "vägledning"),
    fault("a footnote without text", VALJA, "- Ekonomin[^1]", "- Ekonomin[^1][^2]", "[^2]"),
    # questions
    fault("an unknown competence", VALJA, "#vad-som-ar-gjort competence=se-malen,arbeta-i-steg",
          "#vad-som-ar-gjort competence=se-malen,ga-i-steg", "ga-i-steg"),
    fault("an unknown form", SKRIVA, "{#hur-saker competence=se-malen form=b",
          "{#hur-saker competence=se-malen form=d", "form=d"),
    fault("an unknown kind", VALJA, "form=c kind=several}", "form=c kind=flera}", "kind=flera"),
    fault("an unknown attribute", ORDNA, "{#fyra-steg competence=arbeta-i-steg form=b",
          "{#fyra-steg competence=arbeta-i-steg level=3 form=b", "level"),
    fault("no right answer", VALJA, "- [x] Berättar för sjuksköterskan",
          "- [ ] Berättar för sjuksköterskan", "Inget svar är rätt", "nej-till-lunch"),
    fault("an option without feedback", VALJA,
          "\n  > Anhöriga kan behöva veta, men de kan inte bedöma hälsan.", "",
          "saknar återkoppling", "Ringer anhöriga"),
    fault("two options alike", VALJA, "- [x] I maj slängde vi mindre",
          "- [x] I mars  vägde vi svinnet", "Samma svar"),
    fault("true and something else", VALJA, "- [ ] Sant\n", "- [ ] Kanske\n", "Sant och Falskt",
          "#mal-tre"),
    fault("a pair without an arrow", ORDNA, "- Ge omsorg => Mål 3", "- Ge omsorg, Mål 3", "=>"),
    fault("a step without feedback", ORDNA, "\n   > Sedan gör ni.", "", "saknar återkoppling",
          "2. Genomföra"),
    fault("an answer that is no number", SKRIVA, "= 25 ± 0,5", "= en fjärdedel", "inget tal"),
    fault("feedback to the wrong left out", SKRIVA, "\n> Fel: Den heter Agenda 2030.", "",
          "fel svar saknas", "#vad-heter"),
    fault("a cross in a rating", SKRIVA, "1. Inte säker", "1. [x] Inte säker", "inget rätt svar"),
    fault("a question id used before", ORDNA, "#vad-forst", "#mal-tre", "används redan i"),
    fault("text after the questions", SKRIVA, "Välj något litet.",
          "Välj något litet.\n\n## Till sist", "stå sist", "## Till sist"),
    # framework, sources, languages
    fault("a target that does not exist", FRAMEWORK, '"12.3"]', '"12.33"]', "12.33"),
    fault("a section outside the draft", FRAMEWORK, '["7.4"]', '["10.1"]', "utkastets"),
    fault("a profile that lacks a role", FRAMEWORK,
          "profile: {employee: false, manager: true, politician: false}",
          "profile: {employee: false, manager: true}", "politician"),
    fault("a competence that does not begin with I can", FRAMEWORK, "Jag kan lämna över",
          "Att lämna över", "Jag kan"),
    fault("a source past its review", SOURCES,
          "url: https://undocs.org/A/RES/70/1\n  read: 2026-11-01\n  review: 2027-11-30",
          "url: https://undocs.org/A/RES/70/1\n  read: 2025-11-01\n  review: 2026-11-22",
          "lästs igen", "2026-11-22"),
    fault("a source whose address does not open", SOURCES, "https://selex.se/eli/sfs/2017/725",
          "selex.se", "https://"),
    fault("a year in words", SOURCES, "year: 2023", "year: i fjol", "heltal"),
    fault("a translation with another form", ENGLISH, "#vad-heter competence=se-malen form=b",
          "#vad-heter competence=se-malen form=c", "annan form"),
    fault("a translation of nothing", ENGLISH, "Choose something small.",
          "Choose something small.\n\n## Fråga: More? {#more form=b kind=reflection}",
          "finns inte på svenska", "{#more"),
]  # fmt: skip

# Those that need the place of another, or that make a file unreadable.
ALONE = [
    fault("front matter that does not begin the file", VALJA, "---\nid: att-valja",
          "Hej!\n---\nid: att-valja", "börja med ---", "Hej!"),
    fault("front matter without an end", ORDNA, "edition: 1\n---\nArbetet", "edition: 1\nArbetet",
          "inte avslutad", "## Fråga: I vilken ordning"),
    fault("front matter ended with dots", ORDNA, "edition: 1\n---\n", "edition: 1\n...\n",
          "inte avslutad", "..."),
    fault("a colon too many", VALJA, "title: Att välja", "title: Att välja: om val",
          "Raden har två kolon"),
    fault("a bracket left open", VALJA, "goals: [3, 12]", "goals: [3, 12", "YAML",
          "competences: ["),
    fault("no title", VALJA, "title: Att välja\n", "", "title saknas", "id: att-valja"),
    fault("an empty title", VALJA, "title: Att välja", "title: ''", "tom"),
    fault("a title that is a number", VALJA, "title: Att välja", "title: 17", "ska vara text"),
    fault("goals that are no list", VALJA, "goals: [3, 12]", "goals: 3", "lista"),
    fault("no goals", VALJA, "goals: [3, 12]", "goals: []", "tom"),
    fault("a goal twice", VALJA, "goals: [3, 12]", "goals: [3, 3]", "två gånger"),
    fault("no edition", VALJA, "edition: 1\n", "", "edition saknas", "id: att-valja"),
    fault("edition nought", VALJA, "edition: 1", "edition: 0", "minst 1"),
    fault("a yes in words is no truth", FRAMEWORK, "profile: {employee: true,",
          "profile: {employee: yes,", "true eller false"),
    fault("an anchor", VALJA, "title: Att välja", "title: &t Att välja", "Ankare"),
    fault("a tag", VALJA, "title: Att välja", "title: !!python/name:os.system Att välja", "Taggar"),
    fault("straight quotation marks in a title", VALJA, "title: Att välja",
          "title: Att \"välja\"", "Raka citattecken"),
    fault("another id than the file's", VALJA, "id: att-valja", "id: att-vraka", "filens namn"),
    fault("a module's competence that is not in the framework", SKRIVA, "competences: [se-malen]",
          "competences: [se-malen, flyga]", "flyga"),
    fault("a question's competence that its module lacks", ORDNA,
          "competences: [arbeta-i-steg, se-malen]", "competences: [arbeta-i-steg]",
          "står inte bland delens", "#mal-och-uppgift"),
    fault("no heading under the hashes", VALJA, "## Tre sätt att se", "## \u00a0",
          "Rubriken är tom"),
    fault("no space after the hashes", VALJA, "## Tre sätt att se", "##Tre sätt att se",
          "mellanslag"),
    fault("a heading by underlining", VALJA, "## Tre sätt att se", "Tre sätt att se\n----",
          "med ## framför", "----"),
    fault("HTML in a comment", VALJA, "## Tre sätt", "<!-- minns -->\n\n## Tre sätt", "HTML",
          "<!-- minns -->"),
    fault("an address without a scheme's permission", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(data:text/html,hej)", "data:"),
    fault("a scheme hidden by an entity", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(java&#115;cript:alert)", "javascript:", "alert"),
    fault("an address from the root", VALJA, "(02-att-ordna.md)", "(/kurser/provkurs)",
          "börjar med /"),
    fault("a link out of the courses", VALJA, "(02-att-ordna.md)", "(../../../../hemligt.md)",
          "ut ur kurserna"),
    fault("a link without words", VALJA, "[nästa del]", "[]", "ingen text", "02-att-ordna.md"),
    fault("a link without an address", VALJA, "(02-att-ordna.md)", "()", "ingen adress"),
    fault("an image that is not there", VALJA, "../bilder/linje.png", "../bilder/kurva.png",
          "kurva.png finns inte"),
    fault("a footnote that nobody points at", VALJA, "- Ekonomin[^1]", "- Ekonomin", "[^1]",
          "[^1]: Pengar"),
    fault("a target that does not exist, in the text", VALJA, "Delmål 12.3", "Delmål 12.13",
          "12.13"),
    fault("a demand over two lines", VALJA, "Standarden ger råd. Den",
          "I standarden finns mycket som\nkräver tid. Den", "vägledning", "kräver tid"),
    fault("a demand by number", VALJA, "Standarden ger råd.", "Det kräver SS 854000.",
          "vägledning"),
    fault("a certificate against it", VALJA, "Standarden ger råd.",
          "Vi är certifierade enligt den.", "stämmer inte"),
    fault("no text at all", ORDNA, "Arbetet går i fyra steg. [källa: lag-2017]\n", "\u00a0",
          "ingen text"),
    fault("no id", VALJA, LUNCH, "{competence=se-malen form=b}", "saknar id"),
    fault("no attributes", VALJA, " {#vilken-sida competence=se-malen form=c kind=several}", "",
          "saknar id", "Vilken sida"),
    fault("an id with capitals", VALJA, "{#nej-till-lunch", "{#Nej", "a–z"),
    fault("two ids", VALJA, "{#nej-till-lunch", "{#nej-till-lunch #igen", "två id"),
    fault("no form", VALJA, LUNCH, "{#nej-till-lunch competence=se-malen}", "saknar form"),
    fault("no competence", VALJA, LUNCH, "{#nej-till-lunch form=b}", "saknar kompetens"),
    fault("a space after a comma", VALJA, "competence=se-malen,arbeta-i-steg",
          "competence=se-malen, arbeta-i-steg", "mellanslaget"),
    fault("a question's competence twice", VALJA, "competence=se-malen,arbeta-i-steg",
          "competence=se-malen,se-malen", "två gånger"),
    fault("a competence that is no slug", VALJA, LUNCH,
          "{#nej-till-lunch competence=Se_malen form=b}", "går inte att läsa"),
    fault("an attribute twice", VALJA, LUNCH,
          "{#nej-till-lunch competence=se-malen form=b form=c}", "två gånger"),
    fault("no prompt", VALJA, "## Fråga: Vilken sida börjar du på? {", "## Fråga: {",
          "Frågan är tom", "#vilken-sida"),
    fault("a question one level down", VALJA, "## Fråga: Vilken sida", "### Fråga: Vilken sida",
          "börjar med ”## Fråga"),
    fault("a question without a colon", VALJA, "## Fråga: Vilken sida", "## Fråga Vilken sida",
          "börjar med ”## Fråga"),
    fault("a question id twice in a file", VALJA, "{#vilken-sida", "{#mal-tre",
          "används redan på rad", "#mal-tre competence=se-malen form=c"),
    fault("nothing to choose from", ORDNA, "arbeta-i-steg form=b kind=order",
          "arbeta-i-steg form=b", "inga svar att välja på"),
    fault("several right where one is asked for", VALJA,
          "{#vad-som-ar-gjort competence=se-malen,arbeta-i-steg form=b}",
          "{#vad-som-ar-gjort competence=se-malen,arbeta-i-steg form=b kind=one}", "Flera svar"),
    fault("all right", VALJA, "- [ ] Vi vill minska svinnet", "- [x] Vi vill minska svinnet",
          "Alla svar är rätt", "#vad-som-ar-gjort"),
    fault("one option", ORDNA, "- [ ] Förbättra\n  > Det kommer sist.\n", "", "2 till 6",
          "#vad-forst"),
    fault("seven options", VALJA, "- [ ] Den sista\n  > Där slutar det.\n",
          "".join(f"- [ ] Sida {n}\n  > Nej.\n" for n in range(2, 8)), "2 till 6", "#vilken-sida"),
    fault("a box that is no box", VALJA, "- [ ] Väntar", "- [] Väntar", "- [ ] svar"),
    fault("an empty option", VALJA, "- [ ] Väntar till nästa vecka", "- [ ] \u00a0",
          "Svaret är tomt"),
    fault("feedback not indented", VALJA, "  > Där slutar det.", "> Där slutar det.", "Dra in"),
    fault("feedback without its mark", VALJA, "\n  > Undernäring går", "\n  Undernäring går",
          "hör inte till något", "  Undernäring"),
    fault("text after the options", VALJA, "  > Där slutar det.", "  > Där slutar det.\n\nHoppsan.",
          "Text efter svaren", "Hoppsan."),
    fault("feedback before the options", VALJA, "- [x] Den första", "  > Nej.\n- [x] Den första",
          "före svaren", "  > Nej."),
    fault("two steps", ORDNA,
          "3. Följa upp\n   > Sedan ser ni efter.\n4. Förbättra\n   > Sist ändrar ni.\n", "",
          "3 till 8", "#fyra-steg"),
    fault("two steps alike", ORDNA, "4. Förbättra", "4. Planera", "Samma svar"),
    fault("two pairs", ORDNA, "- Hålla möten öppna => Mål 16\n  > Öppenhet hör dit.\n", "",
          "3 till 8", "#mal-och-uppgift"),
    fault("a pair without feedback", ORDNA, "\n  > Öppenhet hör dit.", "", "Paret saknar",
          "- Hålla möten"),
    fault("an answer left out", SKRIVA, "= 25 ± 0,5\n", "", "saknar rätt svar", "#procent"),
    fault("two numbers", SKRIVA, "= 25 ± 0,5\n", "= 25 ± 0,5\n= 26\n", "redan ett tal",
          "= 26"),
    fault("a margin that is no number", SKRIVA, "= 25 ± 0,5", "= 25 ± lite", "efter ±", echoes=1),
    fault("feedback without its word", SKRIVA, "> Rätt: Så heter den.", "> Ja, så heter den.",
          "Börja återkopplingen"),
    fault("feedback to the right twice", SKRIVA, "> Fel: Den heter", "> Rätt: Den heter",
          "två gånger"),
    fault("an accepted answer twice", SKRIVA, "= agendan", "= AGENDA  2030", "Samma svar"),
    fault("a rating of two steps", SKRIVA, "2. Ganska säker\n", "", "3 till 5", "#hur-saker", 1),
    fault("feedback in a rating", SKRIVA, "3. Mycket säker", "3. Mycket säker\n   > Bra.",
          "ingen återkoppling", "3. Mycket säker"),
    fault("answers to a reflection", SKRIVA, "Skriv fritt.", "Skriv fritt.\n\n- [x] Ja",
          "inga svar att välja", "- [x] Ja"),
    fault("a module that no file holds", COURSE, "modules: [att-skriva]",
          "modules: [att-skriva, att-fly]", "att-fly finns inte"),
    fault("a module twice in a track", COURSE, "modules: [att-skriva]",
          "modules: [att-skriva, att-skriva]", "två gånger"),
    fault("a track twice", COURSE, "  - id: chef\n    title: Chef", "  - title: Chef\n    id: alla",
          "två gånger", "    id: alla", echoes=3),
    fault("a change of a module that is not there", COURSE, "changes: {}",
          "changes: {att-fly: typo}", "att-fly finns inte"),
    fault("another course id than the folder's", COURSE, "id: provkurs", "id: kursen", "mappens"),
    fault("no English title", COURSE, "  title: A trial of everything\n", "", "title saknas",
          "en:"),
    fault("no English description", COURSE, "  description: A course with every kind of question.",
          "  # kommer", "description saknas", "en:"),
    fault("a track without its English name", COURSE, ", chef: Managers", "",
          "chef har inget namn på engelska", "{alla: Everyone}"),
    fault("an English name of a track that is not there", COURSE, "chef: Managers}",
          "chef: Managers, fortroendevald: Elected}", "fortroendevald finns inte i kursen"),
    fault("a course with English parts and no English name", COURSE,
          "en:\n  title: A trial of everything\n  description: A course with every kind of "
          "question.\n  tracks: {alla: Everyone, chef: Managers}\n", "", "delar på engelska",
          "title: Prov av allt"),
    fault("a heading in the English description", COURSE, "description: A course with",
          "level: 1\n  description: A course with", "hör inte hemma", "level: 1"),
    fault("a sentence of the English description too long", COURSE,
          "every kind of question.", "every kind of question" + " and more" * 15 + ".", "Dela den"),
    fault("the standard demands, in the English description", COURSE,
          "A course with every", "SS 854000 requires a course with every", "vägledning"),
    fault("a competence that is not in English", FRAMEWORK,
          "    en: {title: Work in steps, can_do: I can work in four steps.}\n", "",
          "en saknas", "id: arbeta-i-steg"),
    fault("a competence without an English sentence", FRAMEWORK,
          ", can_do: I can work in four steps.}", "}", "can_do saknas",
          "title: Work in steps"),
    fault("an English competence that does not begin with I can", FRAMEWORK,
          "can_do: I can work in four", "can_do: Working in four", "I can"),
    fault("no description", COURSE, "En kurs med alla slags frågor.", "\u00a0", "beskrivning"),
    fault("a heading in the description", COURSE, "En kurs med", "# En kurs med", "utan rubriker"),
    fault("a competence twice", FRAMEWORK, "- id: lamna-over\n    title: Lämna över",
          "- title: Lämna över\n    id: se-malen", "två gånger", "    id: se-malen"),
    fault("nobody's profile", FRAMEWORK,
          "profile: {employee: false, manager: false, politician: true}",
          "profile: {employee: false, manager: false, politician: false}", "ingen behöver"),
    fault("a target whose goal is left out", FRAMEWORK, "goals: [17]", "goals: [16, 5]",
          "hör till mål 17", 'targets: ["17.17"]'),
    fault("something beside the competences", FRAMEWORK, "competences:\n",
          "levels: 3\ncompetences:\n",
          "hör inte hemma här", "levels: 3"),
    fault("a source read in the future", SOURCES, "2017/725\n  read: 2026-11-01",
          "2017/725\n  read: 2026-12-01", "inte har varit än", "2026-12-01"),
    fault("a review before the reading", SOURCES,
          "2017/725\n  read: 2026-11-01\n  review: 2027-11-30",
          "2017/725\n  read: 2026-11-01\n  review: 2026-10-01", "senare dag än",
          "2026-10-01"),
    fault("a day that does not exist", SOURCES, "2017/725\n  read: 2026-11-01",
          "2017/725\n  read: 2026-02-30", "dag som finns", "2026-02-30"),
    fault("a key that is no slug", SOURCES, "svinn-2023:", "Svinn 2023:", "a–z", echoes=2),
    fault("a translation with another answer", ENGLISH, "= 25 ± 0,5", "= 24 ± 0,5",
          "annat rätt tal", "#procent"),
    fault("another id in a translation", ENGLISH, "id: att-skriva", "id: att-lasa", "filens namn"),
    fault("a question that is not translated", ENGLISH,
          "## Fråga: What will you do, and when? {#min-plan competence=se-malen form=b "
          "kind=commitment}\n\nChoose something small.\n", "", "saknas på det här språket",
          "Count, write and decide."),
]  # fmt: skip
