"""More faults to plant: in what a text says, how hard it is, and where it leads."""

from __future__ import annotations

from tests.content.faults import COURSE, ENGLISH, ORDNA, SKRIVA, VALJA, fault

HARD = (
    "Verksamhetsutvecklingens målsättningsdokument förutsätter kommunövergripande samordning av "
    "hållbarhetsstrategiska ställningstaganden. "
) * 7
LONG = "Ett två tre fyra fem sex sju. " * 8 + "Ord" + " och ord" * 16 + "."
QUESTION = """## Fråga: Är det sant: {0}? {{#mer-{0} competence=se-malen form=b kind=truefalse}}

- [ ] Sant
  > Nej.
- [x] Falskt
  > Just det.

"""
FIRST = "## Fråga: Vad kommer först?"

ALONE = [
    # claims
    fault("a year without a source", ORDNA, "fyra steg. [källa: lag-2017]", "fyra steg sedan 2017.",
          "uppgift (2017)"),
    fault("a per cent without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna och bestäm dig. Svinnet är 4 %.", "uppgift (4 %)"),
    fault("a share without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna. I dag är 35 av 169 mål nådda.", "uppgift (35 av 169)"),
    fault("a large number without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna. Det gäller 1 204 skolor.", "uppgift (1 204)"),
    fault("millions without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna. Det gäller två miljoner barn.", "uppgift (två miljoner)"),
    fault("what an authority said without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna, skriver Livsmedelsverket.", "uppgift (Livsmedelsverket)"),
    fault("what a law says without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna. Så ska det göras enligt kommunallagen.", "uppgift (kommunallagen)"),
    fault("a source that stands after another sentence", ORDNA, "Arbetet går i fyra steg.",
          "Sedan 2017 går det fort. Arbetet går i fyra steg.", "uppgift (2017)"),
    fault("a year in an example without a source", SKRIVA, "Räkna, skriv och bestäm dig.",
          "Räkna. Till exempel var svinnet mindre 2019.", "uppgift (2019)"),
    fault("a figure in feedback that the question has not", ORDNA, "  > Det kommer sist.",
          "  > Det gör 60 % av alla.", "uppgift (60 %)"),
    fault("a year in the feedback to a sum", SKRIVA, "> Rätt: Fem av tjugo är en fjärdedel.",
          "> Rätt: Så var det 2022.", "uppgift (2022)"),
    fault("a claim in English", ENGLISH, "Count, write and decide.",
          "Count. It is 42 per cent of all food.", "uppgift (42 per cent)"),
    # hard to read
    fault("a text that is too hard", SKRIVA, "Räkna, skriv och bestäm dig.", HARD.strip(), "LIX"),
    fault("a sentence that is too long", SKRIVA, "Räkna, skriv och bestäm dig.", LONG,
          "Meningen har 33 ord"),
    fault("a question with a sentence that is too long", SKRIVA, "Skriv fritt.",
          "Ord" + " och ord" * 16 + ".", "Meningen har 33 ord"),
    fault("quotation marks of another language", VALJA, "- Miljön, som i", "- “Miljön”, som i",
          "hör till ett annat språk"),
    fault("a limit for a language that is none", COURSE, "lix_limit: 40",
          "lix_limit: 40\nlix_limits: {norska: 30}", "norska", "lix_limits"),
    # questions in the course
    fault("one graded question in the course", ORDNA, "#mal-och-uppgift competence=se-malen form=b",
          "#mal-och-uppgift competence=se-malen form=c", "har 1 fråga i kursen", "Arbetet går"),
    fault("five graded questions in the course", ORDNA, FIRST,
          "".join(map(QUESTION.format, ("x", "y", "z"))) + FIRST, "har 5 frågor i kursen",
          "Arbetet går"),
    # links
    fault("a goal that does not exist, in a link", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(/mal/18)", "Mål 18 finns inte"),
    fault("an address of ours that is no page", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(/mal/tolv)", "börjar med /"),
    fault("a heading that does not exist, in a link", VALJA, "(02-att-ordna.md)",
          "(#en-tabel)", "Menar du #en-tabell?"),
    # local sections
    fault("a mark after a heading that says nothing known", VALJA, "## Tre sätt att se",
          "## Tre sätt att se {#tre-satt local}", "går inte att förstå"),
    fault("a local section without an id", VALJA, "## Tre sätt att se",
          "## Tre sätt att se {lokalt}", "går inte att förstå"),
    fault("a local section whose id is no slug", VALJA, "## Tre sätt att se",
          "## Tre sätt att se {#Tre lokalt}", "a–z"),
    fault("a local section on another level", VALJA, "### En tabell",
          "### En tabell {#en-tabell lokalt}", "nivå 2"),
    fault("a local section without a text", ORDNA, "Arbetet går i fyra steg. [källa: lag-2017]",
          "Arbetet går.\n\n## Hos oss {#hos-oss lokalt}", "Avsnittet är tomt", "## Hos oss"),
    fault("a local section twice", ORDNA, "Arbetet går i fyra steg. [källa: lag-2017]",
          "## Hos oss {#hos-oss lokalt}\n\nFråga.\n\n## Igen {#hos-oss lokalt}\n\nFråga.",
          "hos-oss finns redan", "## Igen"),
    fault("a section that is local in English alone", ENGLISH, "Count, write and decide.",
          "Count.\n\n## Here {#hos-oss lokalt}\n\nAsk.", "är inte lokalt på svenska", "## Here"),
    fault("an id that only a municipality may use", ORDNA, "{#vad-forst", "{#egen-forst",
          "kommunens egna"),
    # the standard
    fault("a demand by the standard in English", ENGLISH, "Count, write and decide.",
          "The standard requires a plan.", "should"),
    fault("a standard of demands", VALJA, "Standarden ger råd.",
          "Det är en kravstandard.", "vägledning"),
]  # fmt: skip
