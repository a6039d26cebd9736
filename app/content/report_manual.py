"""The author's manual as values, made from what the checker itself goes by. The words are Markdown
on one line. Long because it is a text: the manual is read from its beginning to its end.
"""

from __future__ import annotations

from app.content.parse_front import (
    CompetenceEntry,
    CourseFront,
    EasyCourse,
    EnglishCompetence,
    EnglishCourse,
    ModuleFront,
    ReleaseFront,
    SourceEntry,
    TrackFront,
)
from app.content.parse_local import LocalFront, LocalTrack
from app.content.parse_standard import EN, SV
from app.content.report_examples import (
    CLAIMS,
    COURSE_FILE,
    FRAMEWORK,
    FRONT,
    LOCAL_COURSE,
    LOCAL_MODULE,
    LOCAL_TEXT,
    QUESTIONS,
    SOURCES,
    TEXT,
)
from app.content.report_fields import Example, Limits, Part, Table, between, fields, keyed
from app.content.report_lookup import lookup
from app.content.report_words import (
    FORM_WORDS,
    KIND_WORDS,
    RELEASE_WORDS,
    TRACK_WORDS,
)
from app.content.rules import KINDS, LANGUAGES
from app.content.rules_limits import (
    ASKED,
    ENOUGH,
    LONGEST_SENTENCE,
    OPTIONS,
    RATED,
    SECTION_WORDS,
    SMALL_NUMBERS,
    STEPS,
)
from app.content.rules_local import NOTE, OWN


def manual(limits: Limits) -> tuple[Part, ...]:
    """The whole manual, with the limits of a course."""
    return (
        _begin(),
        _module(),
        _text(limits),
        _claims(),
        _standard(),
        _questions(),
        _course(),
        _framework(),
        lookup(),
        _languages(limits),
        _local(),
        _publish(),
    )


def _begin() -> Part:
    return Part(
        "borja",
        "Börja här",
        (
            "En kurs är en mapp med vanliga textfiler i Markdown. Filerna är sanningen. Det som "
            "publiceras sparas för gott, så att ett svar alltid kan visas med den text det gällde.",
            Table(
                "Filerna i mappen courses, och i kursens egen mapp",
                ("Fil", "Vad som står där"),
                (
                    ("`competences.yaml`", "Kompetensramen, gemensam för alla kurser."),
                    ("`sources.yaml`", "Källorna som texterna vilar på."),
                    ("`goals.yaml`", "De 17 målen och deras delmål. Får saknas."),
                    ("`glossary.yaml`", "Orden i ordlistan. Får saknas."),
                    ("`course.md`", "Kursen: spår, gränser och utgåva."),
                    ("`sv/01-….md`", "En del på svenska, med frågorna sist."),
                    ("`en/01-….md`", "Samma del på engelska."),
                    ("`lattlast/01-….md`", "Samma del på lättläst svenska."),
                ),
            ),
            "Skriv, granska, publicera. Granskningen säger varje fel på en rad: fil, rad, vad som "
            "är fel och vad du gör åt det. Den hittar alla fel på en gång.",
            Example("Granska", "python3 wsgi.py courses check\n"),
        ),
    )


def _module() -> Part:
    return Part(
        "delen",
        "En del",
        (
            "En del är en fil. Den heter två siffror, bindestreck och delens id. Överst står "
            "uppgifter om delen mellan två rader med `---`, sedan texten och sist frågorna.",
            Example("Överst i filen", FRONT),
            fields(ModuleFront, "Uppgifter om delen"),
            "Ett id ändras aldrig och betyder aldrig något annat: svar och intyg pekar på det.",
        ),
    )


def _text(limits: Limits) -> Part:
    rows = (
        ("Ord i en del", f"högst {limits.words}"),
        ("LIX, hur svår texten är", f"högst {limits.lix}"),
        ("LIX i lättläst", f"högst {limits.easy_lix}"),
        ("Ord i en mening", f"högst {LONGEST_SENTENCE}"),
    )
    return Part(
        "texten",
        "Texten",
        (
            "Skriv ”du”. Det viktigaste först. En tanke, en mening. Förklara nya ord.",
            Table("Gränser för texten", ("Vad", "Gräns"), rows),
            "LIX är ord per mening plus andelen ord med fler än sex bokstäver, i procent. Rubriker "
            "och punkter i listor räknas som egna meningar.",
            "Rubriker börjar på `##` och går ett steg i taget. Citattecken är ” både före och "
            "efter. HTML går inte: skriv Markdown.",
            "Länkar går till `https://`, till en annan del med filens namn, till en rubrik i samma "
            "text med `#rubriken`, till ett mål med `/mal/12`, till ett delmål med `/mal/12#12.3` "
            "och till ordlistan med `/ordlista#ord`.",
            Example("En text", TEXT),
        ),
    )


def _claims() -> Part:
    rows = tuple((sentence, "ja" if needs else "nej") for sentence, needs in CLAIMS)
    return Part(
        "kallor",
        "Uppgifter och källor",
        (
            "En uppgift behöver en källa i samma mening eller direkt efter den: "
            "`[källa: fn-2015]`. I en återkoppling räcker en källa för hela återkopplingen.",
            "En uppgift är ett år från 1900 till 2099, en procentsats, en andel som 35 av 169, "
            f"miljoner, ett decimaltal eller ett tal från {SMALL_NUMBERS} och uppåt. En uppgift är "
            "också vad någon har sagt, om källan heter så: en myndighet, en lag, en kommun.",
            Table("Behöver meningen en källa?", ("Mening", "Källa"), rows),
            "Namn är inga uppgifter: Agenda 2030, SS 854000, mål 12. Det är inte heller det som "
            "sägs vara ett exempel, det som står inom citattecken, eller talen i frågan själv när "
            "de upprepas i återkopplingen. Ett år i ett exempel behöver ändå en källa.",
            Example("Överst i sources.yaml", SOURCES),
            fields(SourceEntry, "Uppgifter om en källa"),
            "När dagen i `review` har gått är det ett fel. Läs källan igen, rätta texten om det "
            "behövs och skriv nya dagar.",
        ),
    )


def _standard() -> Part:
    phrases = [*SV.phrases, *EN.phrases]
    return Part(
        "standarden",
        "Det som inte sägs om standarden",
        (
            "SS 854000 är en vägledning. Den ger råd och kräver inget, och ingen certifieras mot "
            "den. Skriv ”bör” eller ”ger råd om”.",
            Table(
                "Det här stoppar granskningen",
                ("Skriv inte",),
                tuple((phrase.example,) for phrase in phrases),
            ),
            Table(
                "Så här går bra",
                ("Skriv gärna",),
                tuple((sentence,) for sentence in (*SV.allowed, *EN.allowed)),
            ),
            "Det någon annan säger får stå inom citattecken, och ett svar som inte är rätt får "
            "säga det som många tror.",
        ),
    )


def _questions() -> Part:
    numbers = {
        "one": f"{between(OPTIONS)} svar",
        "several": f"{between(OPTIONS)} svar",
        "truefalse": "Sant och Falskt",
        "order": f"{between(STEPS)} steg",
        "match": f"{between(STEPS)} par",
        "number": "ett tal, gärna med ±",
        "text": "ett eller flera godtagna svar",
        "rating": f"{between(RATED)} steg",
        "reflection": "inga svar",
        "commitment": "inga svar",
    }
    rows = tuple((f"`{kind}`", KIND_WORDS[kind], numbers[kind]) for kind in KINDS)
    return Part(
        "fragor",
        "Frågor",
        (
            "Frågorna står sist i filen. Varje fråga börjar med en rubrik: `## Fråga:`, frågan, "
            "och inom klamrar ett id, kompetenser, form och slag.",
            "Skriv ett fall ur arbetet. Ge varje svar en återkoppling som säger varför, också det "
            "rätta. Sidan säger själv ”Rätt” eller ”Inte riktigt”. Gör svaren lika långa, och låt "
            "det rätta stå på olika plats.",
            f"I kursen ska en del ha {ASKED[0]} till {ASKED[1]} frågor som kan bli rätt eller fel. "
            "De andra formerna ställs före kursen och en månad efter den.",
            Table(
                "Formerna",
                ("Form", "När", "Varför"),
                tuple((f"`{key}`", *said) for key, said in FORM_WORDS.items()),
            ),
            Table("Slagen", ("Slag", "Vad man gör", "Antal"), rows),
            "Slaget skrivs `kind=number`. Det får utelämnas för val: ett kryss är `one`, flera "
            "kryss är `several`.",
            "En fråga behåller sitt id när orden ändras. Den får ett nytt när den byter slag, "
            "prövar en annan kompetens eller blir en annan fråga.",
            *(Example(f"`{kind}`: {KIND_WORDS[kind]}", QUESTIONS[kind]) for kind in KINDS),
        ),
    )


def _course() -> Part:
    return Part(
        "kursen",
        "Kursen",
        (
            Example("course.md", COURSE_FILE),
            fields(CourseFront, "Uppgifter om kursen"),
            fields(TrackFront, "Ett spår"),
            Table(
                "Spåren",
                ("Spår", "Vem som går det"),
                tuple((f"`{key}`", said) for key, said in TRACK_WORDS.items()),
            ),
            fields(EnglishCourse, "Kursen på engelska"),
            fields(EasyCourse, "Kursen på lättläst svenska"),
            fields(ReleaseFront, "Utgåvan"),
            "Säg för varje ändrad del hur mycket den är ändrad. Det avgör vad som frågas om igen.",
            Table(
                "Hur mycket en del är ändrad",
                ("Skriv", "När", "Vad som händer"),
                keyed(RELEASE_WORDS),
            ),
        ),
    )


def _framework() -> Part:
    return Part(
        "ramen",
        "Kompetensramen",
        (
            "Delar och frågor pekar på kompetenserna. Det som prövas syns på kompetenskartan.",
            Example("competences.yaml", FRAMEWORK),
            fields(CompetenceEntry, "Uppgifter om en kompetens"),
            fields(EnglishCompetence, "Kompetensen på engelska"),
            f"Varje kompetens behöver minst {ENOUGH} frågor i varje form för dem vars kravprofil "
            "har den.",
            Example("Se täckningen", "python3 wsgi.py courses coverage\n"),
        ),
    )


def _languages(limits: Limits) -> Part:
    folders = ", ".join(f"`{language}`" for language in LANGUAGES)
    return Part(
        "sprak",
        "Andra språk",
        (
            f"Mapparna heter {folders}. Delar och frågor har samma id på alla språk, och samma "
            "svar är rätt. Rubriken börjar med `## Fråga:` på alla språk.",
            "Ett språk som har börjat ska ha alla delar i spåret `alla`, och alla delar i varje "
            "annat spår som det har börjat på.",
            "Då ska också kursens egen text finnas på språket. Den skrivs i course.md, under `en` "
            "och `lattlast`. Kompetenser, mål och ord skrivs alltid också på engelska.",
            f"Lättläst får ha LIX högst {limits.easy_lix}. Andra gränser för ett språk skrivs i "
            "`lix_limits` i course.md.",
        ),
    )


def _local() -> Part:
    return Part(
        "lokalt",
        "Kommunens egna texter och delar",
        (
            "En kommun kan säga ett avsnitt med egna ord och lägga till egna delar. Det ligger i "
            "mappen `instance/courses`, utanför den gemensamma kursen, och rörs inte när kursen "
            "uppdateras.",
            "I den gemensamma delen markeras avsnittet i sin rubrik: "
            "`## Vårt svinn {#vart-svinn lokalt}`. Det slutar vid nästa `##`. Texten som står där "
            "ska stämma i vilken kommun som helst: den visas tills kommunen har skrivit en egen.",
            Example("instance/courses/matkurs/sv/lokalt/vart-svinn.md", LOCAL_TEXT),
            f"Texten har högst {SECTION_WORDS} ord och inga rubriker över `###`. På sidan står "
            f"”{NOTE['sv'].strip('*')}” över den. Saknas den på ett språk visas den gemensamma.",
            f"Egna delar, frågor och källor har id som börjar med `{OWN}`. En egen del läggs sist "
            "i sitt spår och hör då till det som ska göras.",
            Example("instance/courses/matkurs/course.md", LOCAL_COURSE),
            fields(LocalFront, "Uppgifter i kommunens course.md"),
            fields(LocalTrack, "Ett spår i kommunens course.md"),
            Example("instance/courses/matkurs/sv/01-egen-rutin.md", LOCAL_MODULE),
            "Egna källor skrivs i `instance/courses/sources.yaml`, på samma sätt som de andra.",
        ),
    )


def _publish() -> Part:
    rows = (
        ("`courses check`", "Säger alla fel. Också vad som hindrar nästa publicering."),
        ("`courses coverage`", "Visar hur många frågor som prövar varje kompetens."),
        ("`courses figures`", "Visar ord, LIX, minuter och källor för varje del."),
        ("`courses publish`", "Sparar texterna med fingeravtryck och utgåva."),
    )
    return Part(
        "publicera",
        "Granska och publicera",
        (
            Table("Kommandon", ("Kommando", "Vad det gör"), rows),
            "Ett enda fel hindrar allt från att publiceras. Inget halvt kommer ut.",
            "Programmet publicerar också när det startar. Har filerna fel då visas kurserna som de "
            "publicerades senast, och felen står i det som programmet skriver.",
            "Det som någon har gjort klart tas aldrig tillbaka, hur kursen än ändras.",
        ),
    )
