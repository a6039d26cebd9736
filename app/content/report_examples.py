"""The examples of the author's manual: a whole little course with a municipality's layer on it. A
test reads and checks all of it.
"""

from __future__ import annotations

from app.content.rules import Kind

COURSE = "matkurs"
MODULE = "matkurs/sv/01-maten-som-blir-over.md"

FRAMEWORK = """\
competences:
  - id: minska-svinn
    title: Minska svinnet
    can_do: Jag kan välja en åtgärd som gör att mindre mat slängs.
    goals: [12]
    targets: ["12.3"]
    draft_sections: ["8.2"]
    profile: {employee: true, manager: true, politician: false}
    en:
      title: Reduce food waste
      can_do: I can choose a step that means less food is thrown away.
"""

SOURCES = """\
fn-2015:
  title: Agenda 2030 (A/RES/70/1)
  publisher: FN:s generalförsamling
  year: 2015
  url: https://undocs.org/A/RES/70/1
  read: 2026-11-01
  review: 2027-11-30
"""

COURSE_FILE = """\
---
id: matkurs
title: Maten vi lagar
audience: Alla som arbetar i kommunens kök
edition: 1
pass_share: 0.75
words_limit: 400
lix_limit: 40
lix_limits: {lattlast: 30}
tracks:
  - id: alla
    title: Alla
    modules: [maten-som-blir-over]
release:
  notes: Första utgåvan.
  changes: {}
en:
  title: The food we cook
  description: A short course on leftover food, and on what you can do about it.
  tracks: {alla: Everyone}
lattlast:
  description: Kursen handlar om mat som blir över. Du får veta vad du kan göra.
---
En kort kurs om maten som blir över, och om vad du kan göra åt den.
"""

FRONT = """\
---
id: maten-som-blir-over
title: Maten som blir över
minutes: 4
goals: [12]
competences: [minska-svinn]
edition: 1
---
"""

TEXT = """\
Du ser varje dag hur mycket mat som blir över. [Delmål 12.3](/mal/12)
handlar om att halvera matsvinnet. [källa: fn-2015]

## Väg innan du ändrar

Väg det som slängs i en vecka. Då vet ni var ni börjar, och kan se om
något hjälper.

Säg att köket slänger 20 kilo den första veckan. Det är ett tal att
jämföra med.

## Vårt svinn {#vart-svinn lokalt}

Fråga kocken var vågen står och vem som skriver upp talen.
"""

QUESTIONS: dict[Kind, str] = {
    "one": """\
## Fråga: Soppan blir över tre dagar i rad. Vad gör du först? {#soppan competence=minska-svinn form=b}

- [ ] Lagar hälften så mycket i morgon
  > Då kan maten ta slut. Ta först reda på varför den blir över, så vet du vad som hjälper.
- [x] Frågar gästerna varför de lämnar den
  > Svaret visar vad du kan ändra. Kanske är det smaken, kanske portionen.
- [ ] Byter ut soppan mot en annan rätt
  > Det kan hjälpa, men du vet inte varför soppan blev kvar. Fråga gästerna först.
""",
    "several": """\
## Fråga: Vilka två meningar säger vad som blev gjort? {#tva-meningar competence=minska-svinn form=b kind=several}

- [x] I mars vägde vi svinnet varje dag
  > Här står vad som hände och när. Den som läser kan fråga efter talen.
- [ ] Vi vill slänga mindre mat i vår
  > Det säger vad ni vill. Skriv i stället vad ni har gjort, och när.
- [x] I maj bytte vi till mindre tallrikar
  > Här står en sak som är gjord. Nästa fråga blir om den hjälpte.
""",
    "truefalse": """\
## Fråga: Sant eller falskt: Svinnet kan minska utan att någon går hungrig. {#utan-hunger competence=minska-svinn form=a kind=truefalse}

- [x] Sant
  > Laga lite i taget och fyll på. Då räcker maten och mindre blir över.
- [ ] Falskt
  > Det går. Laga lite i taget och fyll på, så räcker maten ändå.
""",
    "order": """\
## Fråga: I vilken ordning arbetar ni? {#i-ordning competence=minska-svinn form=a kind=order}

1. Väg det som slängs
   > Först behöver ni ett tal att jämföra med.
2. Prova en förändring
   > Ändra en sak i taget, så vet ni vad som hjälpte.
3. Väg igen och jämför
   > Nu ser ni om förändringen gjorde skillnad.
""",
    "match": """\
## Fråga: Vem gör vad i köket? {#vem-gor-vad competence=minska-svinn form=a kind=match}

- Väger det som slängs => Kocken
  > Kocken är där när maten skrapas ner.
- Bestämmer menyn => Kostchefen
  > Kostchefen kan ändra vad som lagas.
- Beslutar om budgeten => Nämnden
  > Nämnden avgör vad köket får kosta.
""",
    "number": """\
## Fråga: Köket slängde 20 kilo i mars och 15 kilo i april. Med hur många procent minskade svinnet? {#i-procent competence=minska-svinn form=a kind=number}

Svara med ett tal.

= 25 ± 0,5

> Rätt: Svinnet minskade med 5 kilo, och det är 25 % av 20.
> Fel: Räkna från de 20 kilona. Dela 5 med 20, så får du en fjärdedel.
""",
    "text": """\
## Fråga: Vad kallas mat som hade kunnat ätas men slängs? {#vad-kallas competence=minska-svinn form=a kind=text}

= matsvinn
= svinn

> Rätt: Så kallas det, oavsett var maten slängs.
> Fel: Det kallas matsvinn, oavsett var maten slängs.
""",
    "rating": """\
## Fråga: Hur säker är du på att du kan minska svinnet? {#hur-saker competence=minska-svinn form=b kind=rating}

1. Inte säker
2. Lite säker
3. Ganska säker
4. Mycket säker
""",
    "reflection": """\
## Fråga: När blev det mat över senast, och varför? {#senast form=b kind=reflection}

Skriv några meningar. Bara du ser dem.
""",
    "commitment": """\
## Fråga: Vad tänker du göra, och när? {#min-plan competence=minska-svinn form=b kind=commitment}

Välj ett läge som snart kommer, och en liten sak som du då gör.
""",
}  # fmt: skip
"""One of each kind."""

GLOSSARY = """\
terms:
  - id: matsvinn
    forms: {sv: [matsvinn, matsvinnet], en: [food waste]}
    term: {sv: matsvinn, en: food waste}
    explanation: {sv: "Mat som slängs fast den hade kunnat ätas.", en: "Food thrown away although it could have been eaten."}
    lattlast: "Mat som vi slänger. Den hade gått att äta."
    see: []
"""

SHARED = {
    "competences.yaml": FRAMEWORK,
    "glossary.yaml": GLOSSARY,
    "sources.yaml": SOURCES,
    "matkurs/course.md": COURSE_FILE,
    MODULE: "\n".join([FRONT + TEXT, QUESTIONS["one"], QUESTIONS["several"]]),
}
"""The shared course, by file."""

LOCAL_TEXT = "Vågen står vid diskinlämningen. Talen skriver vi upp på tavlan bredvid.\n"
LOCAL_COURSE = """\
---
tracks:
  - id: alla
    modules: [egen-rutin]
changes: {}
---
"""
LOCAL_MODULE = """\
---
id: egen-rutin
title: Vår rutin för matlådor
minutes: 2
goals: [12]
competences: [minska-svinn]
edition: 1
---
Mat som är över klockan 13 får säljas i matlådor. Kocken ställer fram dem.

## Fråga: Vem ställer fram matlådorna? {#egen-vem competence=minska-svinn form=b}

- [x] Kocken
  > Kocken vet vad som är över och om det går att spara.
- [ ] Gästen
  > Gästen köper lådan, men kocken ställer fram den.

## Fråga: Sant eller falskt: All mat får säljas i lådor. {#egen-all-mat competence=minska-svinn form=b kind=truefalse}

- [ ] Sant
  > Det gäller mat som är över. Kocken avgör vad som går att spara.
- [x] Falskt
  > Det gäller mat som är över, och kocken avgör vad som går att spara.
"""  # fmt: skip

LOCAL = {
    "matkurs/sv/lokalt/vart-svinn.md": LOCAL_TEXT,
    "matkurs/course.md": LOCAL_COURSE,
    "matkurs/sv/01-egen-rutin.md": LOCAL_MODULE,
}
"""The municipality's layer on it, by file."""

CLAIMS = (
    ("Planen antogs 2015.", True),
    ("Nästan 60 % av maten äts upp.", True),
    ("35 av 169 delmål är nådda.", True),
    ("FN antog planen.", True),
    ("Agenda 2030 har 17 mål.", False),
    ("Rasten tar 10 minuter och börjar kl. 13.30.", False),
    ("Säg att köket slänger 20 kilo i veckan.", False),
    ("Skriv så här: ”Vi slängde 25 % mindre.”", False),
)
"""Sentences, and whether they need a source. FN is one that the sources name."""
